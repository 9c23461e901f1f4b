import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folder = join(import.meta.dirname, '../../tests/ui/gallery')

/** While developing, every screen on its scripted wire at `/gallery/`, beside the product and reloaded like it. */
export function galleryPagePlugin(): Plugin {
  return {
    name: 'guichet-gallery',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [path] = (request.url ?? '').split('?', 1)
        if (path === '/gallery') return void response.writeHead(302, { Location: '/gallery/' }).end()
        if (path !== '/gallery/') return next()
        sendPage().then((page) => response.setHeader('Content-Type', 'text/html').end(page), next)
      })
      async function sendPage(): Promise<string> {
        const page = await readFile(join(folder, 'index.html'), 'utf8')
        return server.transformIndexHtml('/gallery/', page.replace('./main.tsx', `/@fs${join(folder, 'main.tsx')}`))
      }
    },
  }
}
