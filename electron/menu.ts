import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * No default menu, which reloads, zooms and opens developer tools. A window can be left by Control+Q or Command+Q; a kiosk
 * has no menu, but for copy and paste on macOS, where shortcuts are the menu's.
 */
export function setMenu(isKiosk: boolean): void {
  const isMac = process.platform === 'darwin'
  const leave: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [{ role: 'quit', accelerator: 'CommandOrControl+Q' }],
  }
  const edit: MenuItemConstructorOptions = { role: 'editMenu' }
  const items = isKiosk ? (isMac ? [edit] : []) : [leave, edit]
  Menu.setApplicationMenu(items.length === 0 ? null : Menu.buildFromTemplate(items))
}
