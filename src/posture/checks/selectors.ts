import type { EventSelectors } from '../snapshot/trails.ts'

type Advanced = EventSelectors['AdvancedEventSelectors'][number]
type FieldSelector = Advanced['FieldSelectors'][number]

/** What a trail with these selectors leaves out of the management events; empty: nothing. A trail without selectors logs them all. */
export function managementGaps(selectors: EventSelectors | undefined): readonly string[] {
  if (selectors === undefined) return []
  const { EventSelectors: basic, AdvancedEventSelectors: advanced } = selectors
  if (advanced.length > 0)
    return bestOf(advanced.filter((one) => isCategory(one, 'Management')).map(advancedGaps))
  if (basic.length === 0) return []
  return bestOf(basic.filter(({ IncludeManagementEvents }) => IncludeManagementEvents).map(basicGaps))
}

/** One selector without gaps is enough; a read and a write selector together are not looked at as one. */
function bestOf(gaps: readonly (readonly string[])[]): readonly string[] {
  if (gaps.length === 0) return ['all management events']
  return gaps.toSorted((a, b) => a.length - b.length)[0] ?? []
}

const basicGaps = ({
  ReadWriteType,
  ExcludeManagementEventSources,
}: EventSelectors['EventSelectors'][number]): readonly string[] => [
  ...(ReadWriteType === 'All' ? [] : [ReadWriteType === 'ReadOnly' ? 'writes' : 'reads']),
  ...ExcludeManagementEventSources,
]

/** Everything beside the category narrows. */
const advancedGaps = ({ FieldSelectors }: Advanced): readonly string[] =>
  FieldSelectors.filter(({ Field }) => Field !== 'eventCategory').map(fieldGap)

function fieldGap({ Field, Equals, NotEquals, ...others }: FieldSelector): string {
  if (Field === 'readOnly' && Equals !== undefined) return Equals.includes('true') ? 'writes' : 'reads'
  if (NotEquals !== undefined && Equals === undefined && Object.keys(others).length === 0)
    return NotEquals.join(', ')
  return `what is outside ${Field} ${JSON.stringify({ Equals, NotEquals, ...others })}`
}

const isCategory = ({ FieldSelectors }: Advanced, category: string): boolean =>
  FieldSelectors.some(({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes(category) === true)

/** A type of resource, and how a basic selector calls all of them. */
export interface DataResource {
  readonly type: string
  readonly all: RegExp | undefined
}

const OBJECTS: DataResource = { type: 'AWS::S3::Object', all: /^arn:[\w-]+:s3(?::::?)?$/u }

/** Whether reads, or writes, of the objects of *all* buckets are logged. */
export const logsDataEvents = (selectors: EventSelectors | undefined, kind: 'read' | 'write'): boolean =>
  logsAllDataEvents(selectors, kind, OBJECTS)

/** Whether reads, or writes, of *all* resources of a type are logged. */
export function logsAllDataEvents(
  selectors: EventSelectors | undefined,
  kind: 'read' | 'write',
  resource: DataResource,
): boolean {
  if (selectors === undefined) return false
  const except = kind === 'read' ? 'WriteOnly' : 'ReadOnly'
  return (
    selectors.EventSelectors.some(
      ({ ReadWriteType, DataResources }) =>
        ReadWriteType !== except &&
        DataResources.some(
          ({ Type, Values }) => Type === resource.type && Values.some((value) => resource.all?.test(value)),
        ),
    ) ||
    selectors.AdvancedEventSelectors.some((one) => isCategory(one, 'Data') && coversAll(one, kind, resource))
  )
}

function coversAll({ FieldSelectors }: Advanced, kind: 'read' | 'write', { type }: DataResource): boolean {
  const isOfType = FieldSelectors.some(
    ({ Field, Equals }) => Field === 'resources.type' && Equals?.includes(type) === true,
  )
  const others = FieldSelectors.filter(({ Field }) => Field !== 'eventCategory' && Field !== 'resources.type')
  return (
    isOfType &&
    others.every(
      ({ Field, Equals }) => Field === 'readOnly' && Equals?.includes(String(kind === 'read')) === true,
    )
  )
}
