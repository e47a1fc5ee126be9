import { textOf } from '#kernel/index.ts'
import { REGION_PARTS } from '../snapshot/region.ts'
import { type Answer, type Asker, recordOf, recordsOf, tell } from './ask.ts'
import { collectDetectors } from './collect-detectors.ts'
import { collectNetwork } from './collect-network.ts'

/** What all services tell of one region. */
export async function collectRegion(asker: Asker, accountId: string) {
  const [services, config, keys, detectors, network] = await Promise.all([
    collectServices(asker, accountId),
    collectConfig(asker),
    tell({ action: 'kms:ListKeys', part: REGION_PARTS.keys }, async () => keysOf(asker)),
    collectDetectors(asker),
    collectNetwork(asker, accountId),
  ])
  return { RegionName: asker.region, detectors, ...services, ...config, keys, ...network }
}

async function collectServices(asker: Asker, accountId: string) {
  const [securityHub, detectiveGraphs, analyzers, inspector] = await Promise.all([
    tell(
      {
        action: 'securityhub:DescribeHub',
        part: REGION_PARTS.securityHub,
        // This is how Security Hub says that it is off.
        absent: { codes: ['InvalidAccessException', 'ResourceNotFoundException'], value: null },
      },
      async () => asker.ask('securityhub', 'DescribeHub'),
    ),
    tell({ action: 'detective:ListGraphs', part: REGION_PARTS.detectiveGraphs }, async () =>
      recordsOf(await asker.list('detective', 'ListGraphs', { items: 'GraphList' })).map(({ Arn }) => Arn),
    ),
    tell({ action: 'access-analyzer:ListAnalyzers', part: REGION_PARTS.analyzers }, async () =>
      asker.list('access-analyzer', 'ListAnalyzers', {
        items: 'analyzers',
        token: ['nextToken', 'nextToken'],
      }),
    ),
    tell({ action: 'inspector2:BatchGetAccountStatus', part: REGION_PARTS.inspector }, async () =>
      inspectorOf(await asker.ask('inspector2', 'BatchGetAccountStatus', { accountIds: [accountId] })),
    ),
  ])
  return { securityHub, detectiveGraphs, analyzers, inspector }
}

function inspectorOf({ accounts }: Answer): unknown {
  const [own] = recordsOf(accounts)
  const states = Object.entries(recordOf(own?.['resourceState']))
  return Object.fromEntries(
    states.map(([type, state]) => [type, textOf(recordOf(state)['status']) ?? 'UNKNOWN']),
  )
}

async function collectConfig(asker: Asker) {
  const [recorders, deliveryChannels, configRules] = await Promise.all([
    tell({ action: 'config:DescribeConfigurationRecorders', part: REGION_PARTS.recorders }, async () => {
      const all = recordsOf(
        (await asker.ask('config', 'DescribeConfigurationRecorders'))['ConfigurationRecorders'],
      )
      const states = recordsOf(
        (await asker.ask('config', 'DescribeConfigurationRecorderStatus'))['ConfigurationRecordersStatus'],
      )
      return all.map((one) => ({ ...one, ...states.find(({ name }) => name === one['name']) }))
    }),
    tell({ action: 'config:DescribeDeliveryChannels', part: REGION_PARTS.deliveryChannels }, async () => {
      const all = recordsOf((await asker.ask('config', 'DescribeDeliveryChannels'))['DeliveryChannels'])
      const states = recordsOf(
        (await asker.ask('config', 'DescribeDeliveryChannelStatus'))['DeliveryChannelsStatus'],
      )
      return all.map((one) => ({ ...one, ...deliveryOf(states.find(({ name }) => name === one['name'])) }))
    }),
    tell({ action: 'config:DescribeComplianceByConfigRule', part: REGION_PARTS.configRules }, async () =>
      configRulesOf(asker),
    ),
  ])
  return { recorders, deliveryChannels, configRules }
}

/** Of history and snapshots, history is what comes all the time. */
function deliveryOf(status: Answer | undefined): Answer {
  const { lastStatus, lastErrorMessage } = recordOf(status?.['configHistoryDeliveryInfo'])
  return { lastStatus, lastErrorMessage }
}

async function configRulesOf(asker: Asker): Promise<readonly Answer[]> {
  const rules = recordsOf(await asker.list('config', 'DescribeConfigRules', { items: 'ConfigRules' }))
  const sources = new Map(
    rules.map((rule) => [rule['ConfigRuleName'], textOf(recordOf(rule['Source'])['SourceIdentifier'])]),
  )
  const found = await asker.list('config', 'DescribeComplianceByConfigRule', {
    items: 'ComplianceByConfigRules',
  })
  return recordsOf(found).map(({ ConfigRuleName, Compliance }) => ({
    ConfigRuleName,
    ComplianceType: textOf(recordOf(Compliance)['ComplianceType']) ?? 'INSUFFICIENT_DATA',
    SourceIdentifier: sources.get(ConfigRuleName),
  }))
}

async function keysOf(asker: Asker): Promise<readonly unknown[]> {
  const all = recordsOf(
    await asker.list('kms', 'ListKeys', { items: 'Keys', token: ['NextMarker', 'Marker'] }),
  )
  const keys = await Promise.all(all.map(async ({ KeyId }) => keyOf(asker, KeyId)))
  return keys.flat()
}

/** AWS's own keys are renewed by AWS. */
async function keyOf(asker: Asker, KeyId: unknown): Promise<readonly unknown[]> {
  const facts = recordOf((await asker.ask('kms', 'DescribeKey', { KeyId }))['KeyMetadata'])
  if (facts['KeyManager'] !== 'CUSTOMER') return []
  const rotation = await tell(
    { action: 'kms:GetKeyRotationStatus', part: REGION_PARTS.rotation },
    async () => (await asker.ask('kms', 'GetKeyRotationStatus', { KeyId }))['KeyRotationEnabled'] === true,
  )
  return [{ ...facts, rotation }]
}
