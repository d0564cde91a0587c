import { expect, test } from 'vitest'
import { addressFrom } from '@/lib/auth/client-address'

/** The last entry is the peer of the socket: server.ts adds it. */
test.each([
  ['the peer', '192.0.2.7', 0, '192.0.2.7'],
  ['the peer, whatever was sent', '1.1.1.1, 2.2.2.2, 192.0.2.7', 0, '192.0.2.7'],
  ['what our proxy saw', '1.1.1.1, 192.0.2.7, 10.0.0.1', 1, '192.0.2.7'],
  ['what the first of our two proxies saw', '1.1.1.1, 192.0.2.7, 10.0.0.2, 10.0.0.1', 2, '192.0.2.7'],
  ['the furthest known, when a proxy was passed by', '10.0.0.1', 2, '10.0.0.1'],
  ['IPv4 in IPv6', '::ffff:192.0.2.7', 0, '192.0.2.7'],
  ['an address with a port', '192.0.2.7:51234, 10.0.0.1', 1, '192.0.2.7'],
  ['an IPv6 address with a port', '[2001:db8:1:2::7]:51234, 10.0.0.1', 1, '2001:db8:1:2::/64'],
  ['the network of an IPv6 address', '2001:DB8:0001:2:aaaa:bbbb:cccc:dddd', 0, '2001:db8:1:2::/64'],
  ['the network of a short one', '2001:db8::7', 0, '2001:db8:0:0::/64'],
  ['loopback', '::1', 0, '0:0:0:0::/64'],
  ['a zone', 'fe80::1%eth0', 0, 'fe80:0:0:0::/64'],
  ['no address', 'somewhere', 0, 'unknown'],
  ['an empty entry', '192.0.2.7, , 10.0.0.1', 1, 'unknown'],
  ['no header', null, 0, 'unknown'],
])('%s', (_, header, trustedProxies, expected) => {
  expect(addressFrom(header, trustedProxies)).toBe(expected)
})
