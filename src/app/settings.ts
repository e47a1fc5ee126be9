import { z } from 'zod'
import type { ReadLimits } from '#sources/index.ts'
import { readYamlFile } from './yaml-file.ts'

const account = z.string().regex(/^\d{12}$/u, 'an account id has twelve digits, in quotes')
const texts = z.array(z.string().min(1))
const bytes = z
  .union([z.number().int().positive(), z.string().regex(/^\d+(?:\.\d+)?\s*(?:[KMGT]i?B?|B)?$/iu)])
  .transform(parseBytes)
const cidr = z.union([z.cidrv4(), z.cidrv6()], 'a network such as 203.0.113.0/24')
const network = z.union(
  [cidr, z.strictObject({ name: z.string().min(1).max(100), cidr })],
  'a network such as 203.0.113.0/24, or a name and a cidr',
)
const hours = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d$/u, 'hours such as 08:00-18:00, in quotes')
  .optional()
const database = z.string().min(1).nullable().default(null)

const workingHours = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').default('UTC'),
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
  sat: hours,
  sun: hours,
})

const suppression = z.strictObject({
  check: z.string().min(1).describe('Id of a check.'),
  resource: z.string().min(1).optional().describe('ARN or id, as the report has it; * and ? are wildcards.'),
  account: account.optional(),
  reason: z.string().min(1).max(500).describe('Why this is accepted.'),
  until: z.iso.date('a day such as 2027-01-31, in quotes').describe('The last day on which it holds.'),
})

const readingLimits = z.strictObject({
  maxFileBytes: bytes
    .default(8 * 2 ** 30)
    .describe('Inflated bytes of one file, beyond which it is read no further.'),
  maxRecordBytes: bytes.default(16 * 2 ** 20).describe('Bytes of one record.'),
  maxDepth: z.number().int().min(16).max(100_000).default(512).describe('Nesting of one record.'),
})

/** Every setting; each has a default. docs/settings.md tells what they do; editors show the descriptions. */
const SETTINGS = z.strictObject({
  accounts: z.array(account).default([]).describe('Your own accounts, beside those that have logs.'),
  trustedNetworks: z
    .array(network)
    .default([])
    .describe('Networks that your people and machines come from: a CIDR, or a name and a cidr.'),
  sensitiveBuckets: texts
    .default([])
    .describe('Buckets whose content must not leave; * and ? are wildcards.'),
  ciRoles: texts.default([]).describe('Roles of build systems, by name; * and ? are wildcards.'),
  iacRoles: texts.default([]).describe('Roles of infrastructure as code, by name; * and ? are wildcards.'),
  workingHours: workingHours
    .nullable()
    .default(null)
    .describe('When your people work, by weekday; a day that is not named is free.'),
  asnDatabase: database.describe('A MaxMind database (.mmdb) of operators, instead of ours.'),
  countryDatabase: database.describe('A MaxMind database (.mmdb) of countries, instead of ours.'),
  placeholders: z
    .record(z.string(), texts)
    .default({})
    .describe('More lists for expand in Sigma rules: a name, and its values.'),
  rules: texts.default([]).describe('Folders or files with Sigma rules and filters, beside ours.'),
  exceptions: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('The file of exceptions, instead of exceptions.yml in the workspace.'),
  auditSuppressions: z
    .array(suppression)
    .default([])
    .describe('Failed checks of the audit that are accepted, each for a reason and a time.'),
  state: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//u, 'a connection string such as postgresql://user@host/database')
    .nullable()
    .default(null)
    .describe('A PostgreSQL database for the state, instead of SQLite in the workspace.'),
  limits: readingLimits.prefault({}),
  engineMemory: bytes
    .default(640 * 2 ** 20)
    .describe('Memory of the query engine; beyond it spills to the workspace.'),
  threads: z.number().int().min(0).max(256).default(0).describe('Threads; 0 means one for each processor.'),
})
export type Settings = z.infer<typeof SETTINGS>

export const DEFAULT_SETTINGS: Settings = SETTINGS.parse({})

/** What editors check a settings file by; schemas/settings.schema.json holds it. */
export const settingsJsonSchema = (): unknown => ({
  ...z.toJSONSchema(SETTINGS, { io: 'input' }),
  title: 'Settings of Trailhound',
})

/** The networks of `trustedNetworks`, with their names where they have one. */
export const trustedNetworksOf = ({
  trustedNetworks,
}: Settings): readonly { readonly name: string | undefined; readonly cidr: string }[] =>
  trustedNetworks.map((one) => (typeof one === 'string' ? { name: undefined, cidr: one } : one))

/**
 * Reads a settings file (YAML or JSON).
 *
 * @throws ConfigError that names every mistake with its line.
 */
export const readSettings = (file: string): Settings =>
  readYamlFile(file, SETTINGS, {
    what: 'settings file',
    whenMissing: 'Check the path given with --config.',
    whenWrong: 'docs/settings.md lists every setting.',
  })

/** `512 MB`, `2GiB`, `1048576`: powers of 1024. */
function parseBytes(value: number | string): number {
  if (typeof value === 'number') return value
  const [, number = '0', unit = ''] = /^([\d.]+)\s*([KMGT]?)/iu.exec(value) ?? []
  return Math.round(Number(number) * 1024 ** ' KMGT'.indexOf(unit.toUpperCase() || ' '))
}

export const readLimitsOf = ({ limits }: Settings): ReadLimits => ({
  maxObjectBytes: limits.maxFileBytes,
  maxRecordBytes: limits.maxRecordBytes,
  maxDepth: limits.maxDepth,
})

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
