const worker = self as unknown as ServiceWorkerGlobalScope

/** Filled in by the build (scripts/vite/citizen-shell.ts): the digest of what was built, and the files of the first load. */
const version = '__SHELL_VERSION__'
const shell: readonly string[] = JSON.parse('__SHELL_FILES__') as string[]

/** Files of the pages about parcels, which work without a network for whoever opened one. */
const parcelFiles: readonly string[] = JSON.parse('__PARCEL_FILES__') as string[]

const prefix = 'guichet-citizen-'
const cacheName = `${prefix}${version}`
const scope = new URL('./', worker.location.href)
const page = new URL('index.html', scope).href
const parcelMark = new URL('parcel-pages-kept', scope).href
const isApi = (url: URL) => url.pathname.startsWith(`${scope.pathname}api/`)

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(shell.map((file) => new Request(new URL(file, scope), { cache: 'reload' })))
  await worker.skipWaiting()
}

async function keepParcelPages(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.put(parcelMark, new Response(''))
  for (const file of parcelFiles) if (!(await cache.match(new URL(file, scope)))) await cache.add(new URL(file, scope))
}

async function dropOlder(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName)
  // Whoever used them offline before does so after a new version, too.
  for (const name of older) if (await (await caches.open(name)).match(parcelMark)) await keepParcelPages()
  for (const name of older) await caches.delete(name)
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

const appPage = new URL('app', scope).href
/** Also in core/push.ts: a newer notice takes the place of an older. */
const loginTag = 'login'

/** A push message says that a login waits (src/contract/identity/push.ts): browsers want every one of them shown. */
async function showNotice(data: PushMessageData | null): Promise<void> {
  const { title, text } = data?.json() as { title: string; text: string }
  const icon = new URL('icon-192.png', scope).href
  await worker.registration.showNotification(title, { body: text, tag: loginTag, icon, requireInteraction: true })
}

/** The application where it is open, else a new window. */
async function openApp(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' })
  const open = pages.find(({ url }) => url === appPage)
  await (open ? open.focus() : worker.clients.openWindow(appPage))
}

worker.addEventListener('message', (event) => {
  if (event.data === 'keep parcel pages') event.waitUntil(keepParcelPages())
})
worker.addEventListener('push', (event) => event.waitUntil(showNotice(event.data)))
worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openApp())
})
worker.addEventListener('install', (event) => event.waitUntil(keepShell()))
worker.addEventListener('activate', (event) => event.waitUntil(dropOlder()))
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  // What the service says is never kept: it is personal, and of its moment.
  if (event.request.method !== 'GET' || url.origin !== scope.origin || isApi(url)) return
  if (event.request.mode === 'navigate') event.respondWith(openPage(event.request))
  else event.respondWith(openFile(event.request))
})
