/** Links that are to lead elsewhere too. Pure. */

const OWN_HOSTS = /^(localhost|127(\.\d+){3}|\[::1\])$/;
/** Characters that a QR code of a link may hold: with more, its squares are too small for a phone's camera. */
export const LONGEST = 1500;

/** Whether an address leads nowhere from another machine. @param {{protocol: string, hostname: string}} address */
export const isLocal = ({ protocol, hostname }) => !/^https?:$/.test(protocol) || OWN_HOSTS.test(hostname);
