const worker = self as unknown as ServiceWorkerGlobalScope

/** Filled in by the build (scripts/vite/citizen-shell.ts): the digest of what was built, and the files of the first load. */
const version = '__SHELL_VERSION__'
const shell: readonly string[] = JSON.parse('__SHELL_FILES__') as string[]

const prefix = 'guichet-citizen-'
const cacheName = `${prefix}${version}`
const scope = new URL('./', worker.location.href)
const page = new URL('index.html', scope).href
const isApi = (url: URL) => url.pathname.startsWith(`${scope.pathname}api/`)

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(shell.map((file) => new Request(new URL(file, scope), { cache: 'reload' })))
  await worker.skipWaiting()
}

async function dropOlder(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name)
  await worker.clients.claim()
}

/** The newest page where there is a network; else the one that was kept, which then says that it is offline. */
async function openPage(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match(page)) ?? Response.error()
  }
}

const openFile = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request)

worker.addEventListener('install', (event) => event.waitUntil(keepShell()))
worker.addEventListener('activate', (event) => event.waitUntil(dropOlder()))
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  // What the service says is never kept: it is personal, and of its moment.
  if (event.request.method !== 'GET' || url.origin !== scope.origin || isApi(url)) return
  if (event.request.mode === 'navigate') event.respondWith(openPage(event.request))
  else event.respondWith(openFile(event.request))
})
