// In the place of `got`: the check wants new translations and Electron's release list from the network, and is answered no.
const refuse = () => Promise.reject(new Error('offline'))
module.exports = Object.assign(refuse, { head: refuse, default: refuse })
