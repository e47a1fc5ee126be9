import { type AwsCall, UsageError, writeCalls } from '#kernel/index.ts'
import type { Place, Step } from '../check.ts'
import type { AuditStep } from '../report.ts'
import { privilegesIn } from './of-account.ts'
import type { Escalation } from './paths/escalations.ts'
import type { History, Privilege } from './privilege-of.ts'
import { lostCalls } from './propose/lost-calls.ts'
import type { PolicyJson } from './propose/pack.ts'
import { propose } from './propose/propose.ts'
import { replacementSteps } from './propose/replacement-steps.ts'
import type { Rights } from './rights.ts'
import { UNSEEN_REASONS, type UnseenReason } from './unseen.ts'
import { usedActions } from './used.ts'

/** What one principal may do and does, and a tighter policy; `trailhound audit policy --json` prints it as it is. */
export interface PolicyReport {
  readonly schemaVersion: 1
  readonly principal: string
  readonly kind: 'user' | 'role'
  readonly rights: Rights
  readonly use: {
    /** Of history that this rests on. */
    readonly days: number
    readonly events: number
    readonly lastSeen: string | null
    readonly actions: readonly string[]
    readonly unusedServices: readonly string[]
  }
  /** Policies that it has now. */
  readonly held: readonly string[]
  /** Known actions allowed now, and by the proposal. */
  readonly actionsBefore: number
  readonly actionsAfter: number
  readonly policies: readonly { readonly characters: number; readonly document: PolicyJson }[]
  /** Actions that were not seen and stay. */
  readonly kept: readonly {
    readonly reason: UnseenReason
    readonly why: string
    readonly actions: readonly string[]
  }[]
  /** Calls seen that would not be allowed any more, by evaluating both: there are none. */
  readonly lost: readonly string[]
  /** Used, and not by any policy of its own. */
  readonly grantedElsewhere: readonly string[]
  readonly escalations: readonly {
    readonly id: string
    readonly how: string
    readonly actions: readonly string[]
    readonly resources: readonly string[]
    readonly certain: boolean
    readonly roles: readonly string[]
  }[]
  readonly steps: readonly AuditStep[]
  readonly notes: readonly string[]
}

/**
 * @param wanted - an ARN, or the end of one behind `/` that no other principal has.
 * @throws UsageError where there is no such principal, there are no logs of it, or nobody may change it
 */
export function buildPolicyReport(places: readonly Place[], wanted: string): PolicyReport {
  const found = places.flatMap((place) => {
    const { privileges, history } = privilegesIn(place)
    return privileges
      .filter(({ principal: { arn } }) => arn === wanted || arn.endsWith(`/${wanted}`))
      .map((privilege) => ({ privilege, history }))
  })
  const [one, ...others] = found
  if (one === undefined)
    throw new UsageError(`No user or role of the snapshot is called ${wanted}.`, {
      hint: 'Give its ARN; iam:GetAccountAuthorizationDetails has to be in the snapshot.',
    })
  if (others.length > 0)
    throw new UsageError(`${String(found.length)} users and roles are called ${wanted}.`, {
      hint: 'Give the ARN.',
    })
  const { privilege, history } = one
  if (history === undefined || privilege.use === undefined)
    throw new UsageError(`The logs hold no event of the account of ${privilege.principal.arn}.`, {
      hint: 'A proposal rests on what was used: give --workspace with logs of that account.',
    })
  if (privilege.isServiceLinked)
    throw new UsageError(`${privilege.principal.arn} belongs to a service of AWS: nobody can change it.`, {
      hint: 'Look at what the service is set to do instead.',
    })
  return reportOn(privilege, privilege.use, history)
}

function reportOn(privilege: Privilege, use: NonNullable<Privilege['use']>, history: History): PolicyReport {
  const { principal, permissions, rights, escalations } = privilege
  const calls = history.calls.get(principal.arn) ?? []
  const { days, dataEvents } = history
  const proposal = propose(permissions, { calls, days, dataEvents })
  return {
    schemaVersion: 1,
    principal: principal.arn,
    kind: principal.kind,
    rights,
    use: {
      days,
      events: use.events,
      lastSeen: use.lastMs === undefined ? null : new Date(use.lastMs).toISOString(),
      actions: [...use.actionNames].toSorted(),
      unusedServices: use.unusedServices,
    },
    held: principal.policies.map(({ from }) => from),
    actionsBefore: proposal.before,
    actionsAfter: proposal.after,
    policies: proposal.policies.map((document, at) => ({ characters: proposal.sizes[at] ?? 0, document })),
    kept: [...proposal.kept].map(([reason, actions]) => ({ reason, why: UNSEEN_REASONS[reason], actions })),
    lost: lostCalls(permissions, usedActions(calls).actions.values(), proposal.policies),
    grantedElsewhere: proposal.grantedElsewhere,
    escalations: escalations.map(pathOf),
    steps: replacementSteps(principal, proposal.policies).flatMap(written),
    notes: [...proposal.notes, ...notesOf(privilege, use)],
  }
}

const pathOf = ({ path, resources, certain, roles }: Escalation): PolicyReport['escalations'][number] => ({
  id: path.id,
  how: path.how,
  actions: path.actions,
  resources,
  certain,
  roles,
})

function notesOf({ principal }: Privilege, use: NonNullable<Privilege['use']>): readonly string[] {
  return [
    ...(use.events === 0
      ? [`The logs of ${String(use.days)} days show no call by it: look whether it is needed at all.`]
      : []),
    ...(principal.boundary === undefined ? [] : [`Its boundary stays: ${principal.boundary.from}.`]),
    'What happens less often than the logs reach back was not seen: yearly work, emergencies.',
    'Calls by somebody who stole its credentials count as use: look at incidents first.',
    'Service control policies and policies of resources were not looked at.',
  ]
}

function written(step: Step): readonly AuditStep[] {
  if (typeof step === 'string') return [{ note: step }]
  const { commands, notes } = writeCalls([step satisfies AwsCall])
  return [...commands.map((run) => ({ run })), ...notes.map((note) => ({ note }))]
}
