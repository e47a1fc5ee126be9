import { accessLevel, danger } from '#reference/index.ts'
import { clientFamily } from './derive/client-family.ts'
import { type Outcome, outcomeOf, reportsSignIn, signInResult } from './derive/outcome.ts'
import { S3Derivation } from './derive-s3.ts'
import type { EventBatch } from './event-batch.ts'
import { factsOf, hasFacts, needsResources } from './facts/index.ts'
import { identityAt } from './identity-memo.ts'
import type { KnownIdentity } from './identity-table.ts'
import { parseList, parseObject } from './json-text.ts'
import type { SliceColumn } from './row-columns.ts'

/** What follows from a call's source and name alone, with the ids of its texts. */
interface CallTraits {
  readonly source: string
  readonly name: string
  /** Its number in this batch. */
  readonly call: number
  readonly serviceId: number
  readonly levelId: number
  readonly dangerId: number
  readonly hasFacts: boolean
  readonly isSignIn: boolean
  readonly isS3: boolean
  /** A call that rules look at even when it succeeds. */
  readonly isHot: boolean
}

/** A hostile log may hold any number of names: beyond this many, what was worked out is forgotten. */
const MOST_REMEMBERED = 50_000

/** Fills the derived columns of rows whose fields have been read, and remembers what repeats. */
export class Derivation {
  readonly #batch: EventBatch
  /** By the source's id plus one, then by the name's: a plain list of names would hold room for all that were never met with it. */
  readonly #traits: Map<number, CallTraits>[] = []
  #traitsCount = 0
  /** By the user agent's id plus one: the id of its family. */
  readonly #familyByAgent: number[] = []
  readonly #s3: S3Derivation
  readonly #noIdentity: KnownIdentity = { index: -1, others: undefined, derived: [] }

  constructor(batch: EventBatch) {
    this.#batch = batch
    this.#s3 = new S3Derivation(batch)
  }

  /** Must be called when any table of the batch is emptied: ids are remembered here. */
  forget(): void {
    this.#forgetTraits()
    this.#familyByAgent.length = 0
    this.#noIdentity.derived.length = 0
  }

  fill(row: number): void {
    const { derived } = this.#batch
    const traits = this.#traitsAt(row)
    this.#batch.call.set(row, traits.call)
    derived.service.set(row, traits.serviceId)
    derived.access_level.set(row, traits.levelId)
    derived.danger.set(row, traits.dangerId)
    derived.client_family.set(row, this.#familyAt(row))
    const identity = identityAt(this.#batch, row, this.#noIdentity)
    derived.principal.set(row, identity.principal)
    derived.actor_class.set(row, identity.actorClass)
    derived.session.set(row, identity.session)
    derived.account_id.set(row, identity.accountId)
    const outcome = this.#outcomeAt(row, traits)
    derived.outcome.setText(row, outcome)
    if (traits.isS3) this.#s3.fill(row)
    if (traits.hasFacts && this.#mayHaveFacts(row, traits))
      this.#fillFacts(row, traits, { outcome, accountId: identity.account })
    this.#batch.hot.set(row, this.#isHot(row, traits, outcome) ? 1 : 0)
  }

  #isHot(row: number, traits: CallTraits, outcome: Outcome): boolean {
    if (outcome !== 'ok') return true
    const { managementEvent, readOnly } = this.#batch.booleans
    return traits.isHot && managementEvent.values[row] !== 0 && readOnly.values[row] !== 1
      ? true
      : traits.dangerId >= 0 || traits.isSignIn
  }

  #traitsAt(row: number): CallTraits {
    const { few } = this.#batch
    const sourceId = few.eventSource.ids[row] ?? -1
    const nameId = few.eventName.ids[row] ?? -1
    const known = this.#traits[sourceId + 1]?.get(nameId)
    if (known !== undefined) return known
    if (this.#traitsCount >= MOST_REMEMBERED) this.#forgetTraits()
    const traits = this.#traitsOf(row)
    const ofSource = (this.#traits[sourceId + 1] ??= new Map())
    ofSource.set(nameId, traits)
    this.#traitsCount++
    return traits
  }

  #forgetTraits(): void {
    this.#traits.length = 0
    this.#traitsCount = 0
  }

  #traitsOf(row: number): CallTraits {
    const { few, derived } = this.#batch
    const source = few.eventSource.textAt(row) ?? ''
    const name = few.eventName.textAt(row) ?? ''
    const { service, level } = accessLevel(source, name)
    const why = danger(source, name)
    return {
      source,
      name,
      call: this.#traitsCount,
      serviceId: derived.service.table.idOfText(service),
      levelId: level === undefined ? -1 : derived.access_level.table.idOfText(level),
      dangerId: why === undefined ? -1 : derived.danger.table.idOfText(why),
      hasFacts: hasFacts(source, name),
      isSignIn: reportsSignIn(source, name),
      isS3: source === 's3.amazonaws.com',
      isHot: level !== 'read' && level !== 'list',
    }
  }

  #familyAt(row: number): number {
    const { few, derived } = this.#batch
    const id = few.userAgent.ids[row] ?? -1
    const known = this.#familyByAgent[id + 1]
    if (known !== undefined) return known
    const family = derived.client_family.table.idOfText(clientFamily(few.userAgent.textAt(row)))
    this.#familyByAgent[id + 1] = family
    return family
  }

  #outcomeAt(row: number, traits: CallTraits): Outcome {
    const { few, slices } = this.#batch
    if (
      !traits.isSignIn &&
      (few.errorCode.ids[row] ?? -1) < 0 &&
      (slices.errorMessage.starts[row] ?? -1) < 0
    ) {
      return 'ok'
    }
    const message = sliceText(this.#batch, slices.errorMessage, row)
    const details = traits.isSignIn
      ? [slices.responseElements, slices.serviceEventDetails].map((column) =>
          sliceObject(this.#batch, column, row),
        )
      : []
    return outcomeOf(few.errorCode.textAt(row), message, signInResult(traits.name, ...details))
  }

  /** Writing objects is the most of many logs; only one that names a key can say anything. */
  #mayHaveFacts(row: number, { isS3, name }: CallTraits): boolean {
    if (!isS3 || name !== 'PutObject') return true
    const { requestParameters } = this.#batch.slices
    const start = requestParameters.starts[row] ?? -1
    if (start < 0) return false
    return this.#batch.arena.bytes.subarray(start, requestParameters.ends[row]).includes(KEY_ID)
  }

  #fillFacts(
    row: number,
    { source, name }: CallTraits,
    { outcome, accountId }: { outcome: Outcome; accountId: string | undefined },
  ): void {
    const batch = this.#batch
    const facts = factsOf({
      eventSource: source,
      eventName: name,
      request: sliceObject(batch, batch.slices.requestParameters, row),
      response: sliceObject(batch, batch.slices.responseElements, row),
      identity: batch.identity === undefined ? undefined : batch.identities.parse(batch.identity),
      resources: needsResources(source, name) ? sliceList(batch, batch.slices.resources, row) : [],
      accountId,
      outcome,
      errorCode: batch.few.errorCode.textAt(row),
    })
    if (facts !== undefined) batch.make(batch.made.facts, row, JSON.stringify(facts))
  }
}

/** Of the header that names the key an object is encrypted with. */
const KEY_ID = Buffer.from('aws-kms-key-id')

function sliceText(batch: EventBatch, column: SliceColumn, row: number): string | undefined {
  const start = column.starts[row] ?? -1
  return start < 0 ? undefined : batch.arena.bytes.toString('utf8', start, column.ends[row])
}

function sliceObject(
  batch: EventBatch,
  column: SliceColumn,
  row: number,
): Readonly<Record<string, unknown>> | undefined {
  const start = column.starts[row] ?? -1
  return start < 0 ? undefined : parseObject(batch.arena.bytes, start, column.ends[row] ?? 0)
}

function sliceList(
  batch: EventBatch,
  column: SliceColumn,
  row: number,
): readonly Readonly<Record<string, unknown>>[] {
  const start = column.starts[row] ?? -1
  return start < 0 ? [] : parseList(batch.arena.bytes, start, column.ends[row] ?? 0)
}
