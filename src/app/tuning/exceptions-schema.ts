import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { DAY_MS } from '#kernel/index.ts'
import { namesSomething } from './wildcards.ts'

/** Longest time that an exception holds, in days: whoever still needs it says so again. */
export const MOST_DAYS = 366
const MOST_EXCEPTIONS = 1000
const MOST_DETECTIONS = 20
const MOST_VALUES = 50
const MOST_CHARS = 2048
/** Networks as wide as this, or wider than it, are the internet. */
const LEAST_BITS = { ipv4: 8, ipv6: 16 } as const

const day = z.iso.date('a day such as 2026-11-24')
const text = z.string().min(1).max(MOST_CHARS)
const list = <T extends z.ZodType>(item: T, most: number) => z.array(item).min(1).max(most)
const part = <T extends z.ZodType>(item: T) => list(item, MOST_VALUES).default([])

const pattern = text.refine(namesSomething, 'covers everything: beside wildcards name three letters at least')
/** What AWS writes instead of an address where a service of its own calls for somebody. */
/** What AWS writes for an address where a service of its own calls. */
export const AWS_SERVICE = /^[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})?\.amazonaws\.com$/u
const service = z.string().regex(AWS_SERVICE)
const network = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), service], 'a network such as 203.0.113.0/24')
  .refine(isNarrow, 'wider than /8 (IPv6: /16) is everywhere')

const scope = z
  .strictObject({
    principals: part(pattern).describe(
      'ARNs as reports show them; * and ? are wildcards, \\* and \\? are not.',
    ),
    accounts: part(z.string().regex(/^\d{12}$/u, 'an account id has twelve digits, in quotes')).describe(
      'Accounts whose logs hold the events.',
    ),
    networks: part(network).describe(
      'CIDRs that calls come from, or AWS services such as backup.amazonaws.com. One address alone is no scope.',
    ),
    clients: part(text).describe(
      'Families of clients, such as terraform or aws-cli. They alone are no scope.',
    ),
    resources: part(pattern).describe(
      'What is acted on, by the names that findings show; wildcards allowed.',
    ),
    roles: part(pattern).describe('Roles of sessions, by name; wildcards allowed.'),
  })
  .superRefine(({ networks, clients, ...others }, context) => {
    const named = Object.values(others).some((values) => values.length > 0)
    const problem = named ? undefined : problemOf(networks, clients)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: [] })
  })

function problemOf(networks: readonly string[], clients: readonly string[]): string | undefined {
  if (networks.some((one) => !isOneAddress(one))) return undefined
  if (networks.length > 0)
    return 'an address is whoever has it next, a service is whoever asks it: name the network, or a principal, account, resource or role, too'
  if (clients.length > 0)
    return 'a client is whatever the caller says: name a principal, account, network, resource or role, too'
  return 'names nothing: an exception is for a principal, account, network, resource or role'
}

export const EXCEPTION = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/u, 'small letters, digits and hyphens, 64 at most')
      .describe('A name of its own, for "tune remove" and for reports.'),
    detections: list(
      text.refine((one) => !/[*?]/u.test(one), 'names one detection: there are no wildcards here'),
      MOST_DETECTIONS,
    ).describe('Ids or names of detections.'),
    scope: scope.describe(
      'Whose events: each part that is named must hold of an event, with one of its values.',
    ),
    reason: text.regex(/\S{3}/u, 'says why').describe('Why this is ordinary.'),
    by: text.describe('Who says so.'),
    since: day.describe('When it was made.'),
    expires: day.describe('The day from whose start (UTC) on it no longer holds; within 366 days of since.'),
  })
  .superRefine(({ since, expires }, context) => {
    const days = (Date.parse(expires) - Date.parse(since)) / DAY_MS
    const problem =
      days <= 0
        ? 'lies after since'
        : days > MOST_DAYS
          ? `lies within ${String(MOST_DAYS)} days of since`
          : undefined
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: ['expires'] })
  })

export const EXCEPTIONS = z
  .strictObject({ exceptions: z.array(EXCEPTION).max(MOST_EXCEPTIONS).nullable().default([]) })
  .transform(({ exceptions }) => exceptions ?? [])
  .superRefine((exceptions, context) => {
    for (const [n, { id }] of exceptions.entries())
      if (exceptions.findIndex((one) => one.id === id) < n)
        context.addIssue({
          code: 'custom',
          message: 'there is one of this name already',
          path: ['exceptions', n, 'id'],
        })
  })

/** What editors check a file of exceptions by; schemas/exceptions.schema.json holds it. */
export const exceptionsJsonSchema = (): unknown => ({
  ...z.toJSONSchema(EXCEPTIONS, { io: 'input' }),
  title: 'Exceptions of Trailhound',
})

export const isOneAddress = (cidr: string): boolean =>
  !cidr.includes('/') || /^[\d.]+\/32$|:.*\/128$/u.test(cidr)

function isNarrow(cidr: string): boolean {
  if (!cidr.includes('/')) return true
  const [address, bits] = ipaddr.parseCIDR(cidr)
  return bits >= LEAST_BITS[address.kind()]
}
