import { type RuleSet, type WrittenFilter, withFittingFilters } from '#detections/index.ts'
import type { Exception } from '#findings/index.ts'
import type { LostAttack } from '#outputs/index.ts'
import type { TruthRow } from '#simulation/index.ts'
import type { Settings } from '../settings.ts'
import { blindingExceptions } from './blinding-exceptions.ts'
import { fittingSettings } from './fitting-settings.ts'
import type { Sight } from './replay.ts'

/** What the settings, rules and filters see, and how to see with others. */
export interface Looking {
  readonly attacks: readonly TruthRow[]
  readonly settings: Settings
  readonly rules: RuleSet
  /** Rules as other settings have them: what they name is compiled in. */
  readonly rulesWith: (settings: Settings) => RuleSet
  readonly current: Sight
  readonly look: (asked: { readonly settings: Settings; readonly rules: RuleSet }) => Promise<Sight>
}

/** Filters that are tried one by one, to tell which it was. */
const MOST_SINGLE = 5

/** Attacks that were seen, and are not. */
export const lost = (
  attacks: readonly TruthRow[],
  {
    before,
    after,
    cause,
  }: { readonly before: Sight; readonly after: Sight; readonly cause: LostAttack['cause'] },
): readonly LostAttack[] =>
  attacks.flatMap((attack) => {
    const saw = before.get(attack.id) ?? []
    const isLost = saw.length > 0 && (after.get(attack.id) ?? []).length === 0
    return isLost ? [lostAttack(attack, saw, cause)] : []
  })

/** To exceptions, where the thief acts as those whom they are for. */
export function lostToExceptions(
  { attacks, current }: Pick<Looking, 'attacks' | 'current'>,
  exceptions: readonly Exception[],
): readonly LostAttack[] {
  return blindingExceptions(current, exceptions).flatMap(({ attackId, exceptions: some }) => {
    const attack = attacks.find(({ id }) => id === attackId)
    const cause = {
      kind: 'exception' as const,
      names: some.map(({ id }) => id).toSorted(),
      isInside: some.some(({ scope }) => scope.networks.length > 0),
    }
    return attack === undefined ? [] : [lostAttack(attack, current.get(attackId) ?? [], cause)]
  })
}

/** To filters, where they fit the thief's name and place. */
export async function lostToFilters(
  { attacks, settings, rules, current, look }: Looking,
  filters: readonly WrittenFilter[],
): Promise<readonly LostAttack[]> {
  if (filters.length === 0) return []
  const lostWith = async (some: readonly WrittenFilter[]): Promise<readonly LostAttack[]> => {
    const after = await look({ settings, rules: withFittingFilters(rules, some) })
    const names = some.map(({ title, file, line }) => `${title} (${file}:${String(line)})`)
    const isInside = some.every(({ asksWhere }) => asksWhere)
    return lost(attacks, { before: current, after, cause: { kind: 'filter', names, isInside } })
  }
  const all = await lostWith(filters)
  if (all.length === 0 || filters.length === 1 || filters.length > MOST_SINGLE) return all
  const single: LostAttack[] = []
  for (const one of filters) single.push(...(await lostWith([one])))
  const known = new Set(single.map(({ attack }) => attack.id))
  return [...single, ...all.filter(({ attack }) => !known.has(attack.id))]
}

/** To settings, where the thief comes from a network, or acts as a role, that they name. */
export async function lostToSettings({
  attacks,
  settings,
  rulesWith,
  current,
  look,
}: Looking): Promise<readonly LostAttack[]> {
  const all: LostAttack[] = []
  for (const { names, settings: fitting } of fittingSettings(settings, attacks)) {
    const after = await look({ settings: fitting, rules: rulesWith(fitting) })
    const cause = { kind: 'setting' as const, names, isInside: names.includes('trustedNetworks') }
    all.push(...lost(attacks, { before: current, after, cause }))
  }
  return all
}

const lostAttack = (
  { id, name, rows }: TruthRow,
  saw: LostAttack['sawIt'],
  cause: LostAttack['cause'],
): LostAttack => ({ attack: { id, name, rows }, cause, sawIt: saw })
