import type { AgentName } from './agents.ts'
import type { NetworkName } from './networks.ts'

export interface PersonPlan {
  readonly mail: string
  readonly team: 'platform' | 'developer' | 'data' | 'security' | 'finance' | 'support'
  /** East of UTC. */
  readonly offsetHours: number
  readonly home: NetworkName
  readonly office: 'main' | 'us' | 'none'
  /** Days of the week in the office, Sunday 0. */
  readonly officeDays: readonly number[]
  readonly browser: AgentName
  readonly cli: AgentName
  readonly startHour: number
  readonly endHour: number
  /** Console and command-line sessions on a working day. */
  readonly consoleSessions: number
  readonly cliSessions: number
  readonly sets: { readonly management?: string; readonly production?: string; readonly development?: string }
  /** Night shifts when something breaks. */
  readonly onCall?: boolean
  /** Goes through a VPN provider for privacy, now and then. */
  readonly vpn?: NetworkName
  /** First or last day, as a share of the simulated span. */
  readonly joins?: number
  readonly leaves?: number
}

const admin = {
  management: 'ReadOnlyAccess',
  production: 'AdministratorAccess',
  development: 'AdministratorAccess',
}
const developer = { production: 'DeveloperAccess', development: 'PowerUserAccess' }
const analyst = { production: 'DataAccess' }
const germany = { offsetHours: 1, office: 'main', officeDays: [1, 2, 4], startHour: 8, endHour: 17 } as const
const america = { offsetHours: -5, office: 'us', officeDays: [2, 3], startHour: 8.5, endHour: 17.5 } as const
const remote = { office: 'none', officeDays: [] } as const

export const PEOPLE: readonly PersonPlan[] = [
  {
    ...germany,
    mail: 'anna.keller@example.com',
    team: 'platform',
    home: 'telekom-de',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 2,
    sets: admin,
    onCall: true,
  },
  {
    ...germany,
    mail: 'jonas.brandt@example.com',
    team: 'platform',
    home: 'vodafone-de',
    browser: 'firefoxLinux',
    cli: 'cliLinux',
    consoleSessions: 1,
    cliSessions: 3,
    sets: admin,
    onCall: true,
    startHour: 9.5,
    endHour: 18.5,
  },
  {
    ...remote,
    mail: 'priya.nair@example.com',
    team: 'platform',
    offsetHours: 5.5,
    home: 'airtel-in',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 2,
    sets: admin,
    startHour: 10,
    endHour: 19,
    onCall: true,
  },
  {
    ...germany,
    mail: 'lukas.vogt@example.com',
    team: 'developer',
    home: 'telekom-de',
    browser: 'chromeWindows',
    cli: 'cliWindows',
    consoleSessions: 2,
    cliSessions: 1,
    sets: developer,
  },
  {
    ...germany,
    mail: 'mia.schulz@example.com',
    team: 'developer',
    home: 'o2-de',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 2,
    sets: developer,
    vpn: 'mullvad',
  },
  {
    ...germany,
    mail: 'felix.roth@example.com',
    team: 'developer',
    home: 'vodafone-de',
    browser: 'safariMac',
    cli: 'cliMac',
    consoleSessions: 1,
    cliSessions: 1,
    sets: developer,
    startHour: 7,
    endHour: 15.5,
  },
  {
    ...america,
    mail: 'sarah.miller@example.com',
    team: 'developer',
    home: 'comcast-us',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 1,
    sets: developer,
  },
  {
    ...america,
    mail: 'david.chen@example.com',
    team: 'developer',
    home: 'att-us',
    browser: 'chromeMac',
    cli: 'boto3Mac',
    consoleSessions: 1,
    cliSessions: 2,
    sets: developer,
  },
  {
    ...remote,
    mail: 'tom.walsh@example.com',
    team: 'developer',
    offsetHours: 0,
    home: 'bt-uk',
    browser: 'edgeWindows',
    cli: 'cliWindows',
    consoleSessions: 2,
    cliSessions: 1,
    sets: developer,
    startHour: 9,
    endHour: 17.5,
  },
  {
    ...remote,
    mail: 'camille.petit@example.com',
    team: 'developer',
    offsetHours: 1,
    home: 'orange-fr',
    browser: 'firefoxLinux',
    cli: 'cliLinux',
    consoleSessions: 1,
    cliSessions: 2,
    sets: developer,
    startHour: 9,
    endHour: 18,
    leaves: 0.55,
  },
  {
    ...germany,
    mail: 'nina.hoffmann@example.com',
    team: 'data',
    home: 'telekom-de',
    browser: 'chromeMac',
    cli: 'boto3Mac',
    consoleSessions: 2,
    cliSessions: 2,
    sets: analyst,
  },
  {
    ...germany,
    mail: 'omar.haddad@example.com',
    team: 'data',
    home: 'o2-de',
    browser: 'chromeWindows',
    cli: 'boto3Linux',
    consoleSessions: 2,
    cliSessions: 1,
    sets: analyst,
  },
  {
    ...america,
    mail: 'grace.lopez@example.com',
    team: 'data',
    home: 'comcast-us',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 1,
    sets: analyst,
  },
  {
    ...germany,
    mail: 'karl.weiss@example.com',
    team: 'security',
    home: 'vodafone-de',
    browser: 'firefoxLinux',
    cli: 'cliLinux',
    consoleSessions: 2,
    cliSessions: 2,
    sets: { management: 'SecurityAudit', production: 'SecurityAudit', development: 'SecurityAudit' },
  },
  {
    ...america,
    mail: 'rachel.green@example.com',
    team: 'security',
    home: 'att-us',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 2,
    cliSessions: 1,
    sets: { management: 'SecurityAudit', production: 'SecurityAudit', development: 'SecurityAudit' },
  },
  {
    ...germany,
    mail: 'petra.lang@example.com',
    team: 'finance',
    home: 'telekom-de',
    browser: 'edgeWindows',
    cli: 'cliWindows',
    consoleSessions: 0.5,
    cliSessions: 0,
    sets: { management: 'Billing' },
  },
  {
    ...remote,
    mail: 'isabel.torres@example.com',
    team: 'support',
    offsetHours: 1,
    home: 'telefonica-es',
    browser: 'chromeWindows',
    cli: 'cliWindows',
    consoleSessions: 2,
    cliSessions: 0,
    sets: { production: 'SupportReadOnly' },
    startHour: 7,
    endHour: 15,
  },
  {
    ...remote,
    mail: 'bruno.alves@example.com',
    team: 'support',
    offsetHours: -3,
    home: 'vivo-br',
    browser: 'chromeWindows',
    cli: 'cliWindows',
    consoleSessions: 2,
    cliSessions: 0,
    sets: { production: 'SupportReadOnly' },
    startHour: 9,
    endHour: 18,
  },
  {
    ...germany,
    mail: 'emma.fischer@example.com',
    team: 'developer',
    home: 'telekom-de',
    browser: 'chromeMac',
    cli: 'cliMac',
    consoleSessions: 3,
    cliSessions: 2,
    sets: developer,
    joins: 0.5,
  },
]
