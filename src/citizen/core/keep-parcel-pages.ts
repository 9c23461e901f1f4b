/** Has the service worker keep the files of the pages about parcels, which are used without a network. */
export function keepParcelPages(): void {
  void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage('keep parcel pages'))
}
