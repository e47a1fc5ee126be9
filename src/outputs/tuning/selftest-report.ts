import type { Finding } from '#findings/index.ts'
import { jsonText } from '../json.ts'
import { counted } from '../numbers.ts'
import { openPage, type Page, type PageOptions } from '../page.ts'

export interface KnownAttack {
  readonly id: string
  readonly name: string
  /** Rows of the mission. */
  readonly rows: readonly string[]
}

/** An attack that our own rules see, and that would be seen no more. */
export interface LostAttack {
  readonly attack: KnownAttack
  readonly cause: {
    /** `configuration`: settings, rules and filters as they stand; else where the thief is one of those whom they name. */
    readonly kind: 'configuration' | 'exception' | 'filter' | 'setting'
    /** Ids of exceptions, titles of filters with their places, names of settings. */
    readonly names: readonly string[]
    /** Only where the thief comes from a network that they name. */
    readonly isInside: boolean
  }
  /** What would have seen it. */
  readonly sawIt: readonly Finding[]
}

export interface SelftestReport {
  /** Attacks that our own rules see in the replay. */
  readonly seen: number
  /** Those that they do not: they need weeks of history. */
  readonly notSeen: readonly KnownAttack[]
  readonly tried: {
    readonly exceptions: number
    readonly expired: number
    readonly filters: number
    readonly settings: readonly string[]
  }
  readonly lost: readonly LostAttack[]
}

/** Whether something known is seen no more, wherever the thief sits; also where nothing was seen to begin with. */
export const isBlinded = ({ seen, lost }: SelftestReport, strict: boolean): boolean =>
  seen === 0 || lost.some(({ cause }) => strict || !cause.isInside)

export function selftestText(report: SelftestReport, options: PageOptions): string {
  const page = openPage(options)
  const { seen, notSeen, tried, lost } = report
  const anywhere = lost.filter(({ cause }) => !cause.isInside)
  const inside = lost.filter(({ cause }) => cause.isInside)
  const lines = [
    ...page.wrap(
      `${counted(seen + notSeen.length, 'known attack')} replayed in a made-up organisation of five days; our own rules see ${String(seen)} of them. The others need weeks of habits to stand out: ${notSeen.map(({ id }) => page.safe(id)).join(', ')}.`,
      { first: '', rest: '' },
    ),
    ...page.wrap(
      `Tried: ${counted(tried.exceptions, 'exception')}${tried.expired > 0 ? ` (and not ${String(tried.expired)} that expired)` : ''}, ${counted(tried.filters, 'filter')}, and ${tried.settings.length === 0 ? 'no settings that name networks or roles' : `the settings ${tried.settings.map((one) => page.safe(one)).join(', ')}`}.`,
      { first: '', rest: '' },
    ),
    '',
    ...(anywhere.length === 0
      ? [stillSeenLine(seen, page), '']
      : [
          page.paint(['bold', 'red'], `Seen no more: ${String(attacksIn(anywhere))} of ${String(seen)}`),
          ...anywhere.flatMap((one) => lostLines(one, page)),
          '',
        ]),
    ...(inside.length === 0
      ? []
      : [
          page.paint(
            ['bold', 'yellow'],
            `Seen no more from inside networks that you named: ${String(attacksIn(inside))}`,
          ),
          ...inside.flatMap((one) => lostLines(one, page)),
          '',
        ]),
  ]
  return `${lines.join('\n')}\n`
}

/** Where nothing was seen to begin with, nothing was tried. */
const stillSeenLine = (seen: number, page: Page): string =>
  seen === 0
    ? page.paint(
        ['bold', 'red'],
        'Our own rules saw none of them: what exceptions, filters and settings hide could not be tried.',
      )
    : page.paint(['bold', 'green'], `All ${String(seen)} are still seen.`)

const attacksIn = (lost: readonly LostAttack[]): number => new Set(lost.map(({ attack }) => attack.id)).size

function lostLines({ attack, cause, sawIt }: LostAttack, page: Page): readonly string[] {
  const names = [...new Set(sawIt.map(({ detection }) => detection))]
  const shown = names.slice(0, MOST_NAMES).map((one) => page.safe(one))
  const more = names.length > MOST_NAMES ? ` and ${String(names.length - MOST_NAMES)} more` : ''
  return [
    ...page.wrap(`${page.signs.bullet} ${page.safe(attack.id)}: ${page.safe(attack.name)}`, {
      first: '  ',
      rest: '    ',
    }),
    ...page.wrap(`because of ${causeText(cause, page)}; what saw it: ${shown.join(', ')}${more}`, {
      first: '    ',
      rest: '    ',
    }),
  ]
}

const MOST_NAMES = 6

function causeText({ kind, names }: LostAttack['cause'], page: Page): string {
  const named = names.map((one) => page.safe(one)).join(', ')
  switch (kind) {
    case 'configuration':
      return 'the settings, rules and filters as they stand'
    case 'exception':
      return names.length === 1
        ? `exception ${named}, where the thief acts within its scope`
        : `exceptions ${named}, where the thief acts within all their scopes`
    case 'filter':
      return `${names.length === 1 ? 'filter' : 'filters'} ${named}, where the thief fits what it asks`
    case 'setting':
      return names.includes('trustedNetworks')
        ? 'the setting trustedNetworks, where the thief comes from one of them'
        : `the setting ${named}, where the thief acts as a role that is named there`
  }
}

export function selftestJson(report: SelftestReport): string {
  const lost = report.lost.map(({ attack, cause, sawIt }) => ({
    attack,
    cause: cause.kind,
    names: cause.names,
    onlyFromInside: cause.isInside,
    seenBy: [...new Set(sawIt.map(({ detection }) => detection))].toSorted(),
  }))
  return `${jsonText({ ...report, lost })}\n`
}
