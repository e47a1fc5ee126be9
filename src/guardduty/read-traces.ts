import type { RemoteAddress, Traces } from './guardduty-finding.ts'
import { readActors } from './read-actors.ts'
import { distinct, inside, type Json, objectsAt, textAt } from './values.ts'

const INSTANCE = /\bi-[0-9a-f]{8,17}\b/gu

/** @param finding - with keys as the export writes them. */
export function readTraces(finding: Json, accountId: string): Traces {
  const resource = inside(finding, 'resource')
  const action = inside(finding, 'service', 'action')
  const sequence = inside(finding, 'service', 'detection', 'sequence')
  const api = inside(action, 'awsApiCallAction')
  const actors = readActors(finding, accountId)
  const resources = [
    ...resourcesOf(resource),
    ...objectsAt(sequence, 'resources').map((one) => textAt(one, 'uid')),
  ]
  const indicators = [
    ...objectsAt(sequence, 'sequenceIndicators'),
    ...objectsAt(sequence, 'signals').flatMap((signal) => objectsAt(signal, 'signalIndicators')),
  ]
  return {
    actors,
    addresses: distinctAddresses([
      ...addressesOf(action),
      ...objectsAt(sequence, 'endpoints').map(endpointOf),
    ]),
    calls: distinct(callsOf(api)),
    clients: distinct([textAt(api, 'userAgent'), ...valuesOf(indicators, 'SUSPICIOUS_USER_AGENT')]),
    instances: distinct(
      [...resources, ...actors.map(({ principalId }) => principalId)].flatMap(
        (text) => text?.match(INSTANCE) ?? [],
      ),
    ),
    resources: distinct(resources),
    isInbound: textAt(inside(action, 'networkConnectionAction'), 'connectionDirection') !== 'OUTBOUND',
    tactics: valuesOf(indicators, 'ATTACK_TACTIC'),
    techniques: valuesOf(indicators, 'ATTACK_TECHNIQUE'),
  }
}

/** Whatever kind of resource it is, its details name it by an ARN, an id or a name. */
function resourcesOf(resource: Json): readonly (string | undefined)[] {
  return Object.keys(resource)
    .filter((key) => key.endsWith('Details') && key !== 'accessKeyDetails')
    .flatMap((key) => objectsAt(resource, key))
    .map((details) => {
      const keys = Object.keys(details)
      const named = [
        /^(?:arn|[a-z0-9]+Arn)$/iu,
        /^(?:instanceId|[a-z]+Identifier)$/iu,
        /^(?:name|functionName)$/u,
      ]
      return named
        .flatMap((form) => keys.filter((key) => form.test(key)))
        .map((key) => textAt(details, key))
        .find((text) => text !== undefined)
    })
}

/** Every action has its remote address in a field of the same name; a probe of ports has several. */
function addressesOf(action: Json): readonly (RemoteAddress | undefined)[] {
  const parts = Object.keys(action).map((key) => inside(action, key))
  const probes = parts.flatMap((part) => objectsAt(part, 'portProbeDetails'))
  return [...parts, ...probes].map((part) => {
    const remote = inside(part, 'remoteIpDetails')
    const address = textAt(remote, 'ipAddressV4') ?? textAt(remote, 'ipAddressV6')
    if (address === undefined) return undefined
    const organization = inside(remote, 'organization')
    const asn = asnOf(organization['asn'])
    const whose = [
      textAt(organization, 'org') ?? textAt(organization, 'asnOrg'),
      asn,
      textAt(inside(remote, 'country'), 'countryName'),
    ]
    return { address, whose: distinct(whose).join(', ') }
  })
}

function endpointOf(endpoint: Json): RemoteAddress | undefined {
  const address = textAt(endpoint, 'ip')
  if (address === undefined) return undefined
  const system = inside(endpoint, 'autonomousSystem')
  const whose = [
    textAt(system, 'name'),
    asnOf(system['number']),
    textAt(inside(endpoint, 'location'), 'country'),
  ]
  return { address, whose: distinct(whose).join(', ') }
}

const asnOf = (value: unknown): string | undefined => {
  const digits = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  return /^\d{1,10}$/u.test(digits) ? `AS${digits}` : undefined
}

function distinctAddresses(all: readonly (RemoteAddress | undefined)[]): readonly RemoteAddress[] {
  return [...new Map(all.filter((one) => one !== undefined).map((one) => [one.address, one])).values()]
}

function callsOf(api: Json): readonly (string | undefined)[] {
  const name = textAt(api, 'api')
  return name === undefined ? [] : [`${textAt(api, 'serviceName') ?? ''}:${name}`]
}

/** Values of the indicators with this key. */
function valuesOf(indicators: readonly Json[], key: string): readonly string[] {
  return distinct(
    indicators
      .filter((indicator) => textAt(indicator, 'key') === key)
      .flatMap(({ values }) => (Array.isArray(values) ? values : []))
      .map((value: unknown) => (typeof value === 'string' ? value.slice(0, 256) : undefined)),
  )
}
