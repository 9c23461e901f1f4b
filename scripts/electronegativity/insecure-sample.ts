// What the check must find fault with; were it not found, the check would be checking nothing.
import { BrowserWindow } from 'electron'

export const openInsecureWindow = () =>
  new BrowserWindow({ webPreferences: { contextIsolation: false, sandbox: false, webSecurity: false } })
