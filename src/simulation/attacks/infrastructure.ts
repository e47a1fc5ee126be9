import { HOUR_MS, MINUTE_MS } from '#kernel/index.ts'
import { stableHex } from '../kit/ids.ts'
import type { JsonObject } from '../kit/record.ts'
import { groupRule } from '../life/delivery.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey, stolenSession } from './pace.ts'

const state = (id: string, from: string, to: string): JsonObject => ({
  instancesSet: {
    items: [
      { instanceId: id, currentState: { code: 64, name: to }, previousState: { code: 16, name: from } },
    ],
  },
})

export const INFRASTRUCTURE_ATTACKS: readonly Story[] = [
  {
    id: 'group-opened-closed',
    rows: ['4.1', '4.2'],
    name: 'A port of the database opened to one address, the group attached, closed again forty minutes later',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'cohen',
        network: 'm247-us',
        agent: 'cliMac',
      })
      const group = `sg-0${stableHex(`${account.id} group 3`, 16)}`
      const rule = { group, account, cidr: `${by.address}/32`, port: 5432 }
      const run = pace(turn, by, startMs, 14_000)
      run.look(account, ['ec2:DescribeSecurityGroups', 'rds:DescribeDBInstances'])
      run.do('ec2:AuthorizeSecurityGroupIngress', groupRule(turn, rule))
      run.do('rds:ModifyDBInstance', {
        request: {
          dBInstanceIdentifier: 'orders',
          publiclyAccessible: true,
          vpcSecurityGroupIds: [group],
          applyImmediately: true,
        },
        response: { dBInstanceIdentifier: 'orders', dBInstanceStatus: 'available', publiclyAccessible: true },
      })
      run.wait(40 * MINUTE_MS)
      run.do('ec2:RevokeSecurityGroupIngress', {
        ...groupRule(turn, rule),
        response: { requestId: turn.random.uuid(), _return: true },
      })
      run.do('rds:ModifyDBInstance', {
        request: { dBInstanceIdentifier: 'orders', publiclyAccessible: false, applyImmediately: true },
        response: { dBInstanceIdentifier: 'orders', dBInstanceStatus: 'available' },
      })
    },
  },
  {
    id: 'group-created-wide',
    rows: ['4.3', '4.1'],
    name: 'A new group with everything open, attached to a server',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'nguyen',
        network: 'alibaba',
        agent: 'goScript',
      })
      const group = `sg-0${turn.random.hex(16)}`
      const open = {
        ipProtocol: '-1',
        ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
        ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
      }
      const run = pace(turn, by, startMs, 6000)
      run.do('ec2:CreateSecurityGroup', {
        request: {
          groupName: 'launch-wizard-9',
          groupDescription: 'launch-wizard-9',
          vpcId: `vpc-0${stableHex(account.id, 16)}`,
        },
        response: { requestId: turn.random.uuid(), _return: true, groupId: group },
      })
      run.do('ec2:AuthorizeSecurityGroupIngress', {
        request: { groupId: group, ipPermissions: { items: [{ ...open, groups: {}, prefixListIds: {} }] } },
        response: {
          requestId: turn.random.uuid(),
          _return: true,
          securityGroupRuleSet: {
            items: [
              {
                groupOwnerId: account.id,
                groupId: group,
                securityGroupRuleId: `sgr-0${turn.random.hex(16)}`,
                isEgress: false,
                ipProtocol: '-1',
                fromPort: -1,
                toPort: -1,
                cidrIpv4: '0.0.0.0/0',
              },
            ],
          },
        },
      })
      run.do('ec2:ModifyInstanceAttribute', {
        request: { instanceId: account.instances[0]?.id ?? '', groupSet: { items: [{ groupId: group }] } },
        response: { requestId: turn.random.uuid(), _return: true },
      })
    },
  },
  {
    id: 'egress-opened',
    rows: ['4.2'],
    name: 'The limits on what leaves a network taken away',
    stealth: 4,
    steps(world, turn, startMs) {
      const by = stolenSession(world, turn, {
        name: 'instance:production:jenkins-agent-3',
        network: 'ovh',
        agent: 'cliLinux',
      })
      if (by === undefined) return
      const { production: account } = world.organisation
      const group = `sg-0${stableHex(`${account.id} group 5`, 16)}`
      const rule = groupRule(turn, { group, account, cidr: '0.0.0.0/0', port: 443 })
      const run = pace(turn, by, startMs, 12_000)
      run.look(account, ['ec2:DescribeSecurityGroups'])
      run.do('ec2:RevokeSecurityGroupEgress', {
        ...groupRule(turn, { group, account, cidr: '10.0.0.0/8', port: 443 }),
        response: { requestId: turn.random.uuid(), _return: true },
      })
      run.do('ec2:AuthorizeSecurityGroupEgress', rule)
    },
  },
  {
    id: 'user-data-changed',
    rows: ['2.6'],
    name: 'A server stopped, its start script changed, started again',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'schmidt',
        network: 'datacamp-de',
        agent: 'cliWindows',
      })
      const id = account.instances[3]?.id ?? account.instances[0]?.id ?? ''
      const run = pace(turn, by, startMs, 10_000)
      run.look(account, ['ec2:DescribeInstances'])
      run.do('ec2:StopInstances', {
        request: { instancesSet: { items: [{ instanceId: id }] }, force: false },
        response: state(id, 'running', 'stopping'),
      })
      run.wait(2 * MINUTE_MS)
      run.do('ec2:ModifyInstanceAttribute', {
        request: { instanceId: id, userData: '<sensitiveDataRemoved>' },
        response: { requestId: turn.random.uuid(), _return: true },
      })
      run.do('ec2:StartInstances', {
        request: { instancesSet: { items: [{ instanceId: id }] } },
        response: state(id, 'stopped', 'pending'),
      })
    },
  },
  {
    id: 'function-backdoor',
    rows: ['2.6'],
    name: 'A function’s code replaced, a layer added, and a door to it from the internet',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'mail',
        network: 'digitalocean',
        agent: 'boto3Script',
      })
      const name = 'prod-orders-handler'
      const arn = `arn:aws:lambda:${account.region}:${account.id}:function:${name}`
      const run = pace(turn, by, startMs, 9000)
      run.look(account, ['lambda:ListFunctions20150331', 'lambda:GetFunction20150331v2'])
      run.do('lambda:UpdateFunctionCode20150331v2', {
        request: { functionName: name, dryRun: false, publish: false },
        response: {
          functionName: name,
          functionArn: arn,
          runtime: 'nodejs22.x',
          codeSize: 48_112,
          codeSha256: `${turn.random.alphanumeric(43)}=`,
        },
      })
      run.do('lambda:UpdateFunctionConfiguration20150331v2', {
        request: {
          functionName: name,
          layers: [`arn:aws:lambda:${account.region}:999988887777:layer:telemetry:3`],
        },
        response: { functionName: name, functionArn: arn },
      })
      run.do('lambda:AddPermission20150331v2', {
        request: {
          functionName: name,
          statementId: 'url',
          action: 'lambda:InvokeFunctionUrl',
          principal: '*',
          functionUrlAuthType: 'NONE',
        },
        response: {
          statement: JSON.stringify({
            Sid: 'url',
            Effect: 'Allow',
            Principal: '*',
            Action: 'lambda:InvokeFunctionUrl',
            Resource: arn,
          }),
        },
      })
      run.do('lambda:CreateFunctionUrlConfig', {
        request: { functionName: name, authType: 'NONE' },
        response: {
          functionUrl: `https://${turn.random.hex(32)}.lambda-url.${account.region}.on.aws/`,
          functionArn: arn,
          authType: 'NONE',
        },
      })
    },
  },
  {
    id: 'mining',
    rows: ['1.2', '1.3'],
    name: 'Large instances started in regions that nobody uses',
    stealth: 1,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'statuspage',
        network: 'digi-ro',
        agent: 'boto3Script',
      })
      const run = pace(turn, by, startMs, 3000)
      for (const region of ['ap-southeast-1', 'sa-east-1', 'ap-south-1']) {
        run.do('servicequotas:ListServiceQuotas', { region, request: { serviceCode: 'ec2' } })
        run.do('ec2:DescribeImages', { region })
        const items = Array.from({ length: 8 }, () => ({
          instanceId: `i-0${turn.random.hex(16)}`,
          imageId: 'ami-0c101f26f147fa7fd',
          instanceState: { code: 0, name: 'pending' },
          instanceType: 'c7i.24xlarge',
        }))
        run.do('ec2:CreateKeyPair', {
          region,
          request: { keyName: 'k1', keyType: 'rsa', keyFormat: 'pem' },
          response: {
            requestId: turn.random.uuid(),
            keyName: 'k1',
            keyFingerprint: turn.random.hex(40),
            keyMaterial: '<sensitiveDataRemoved>',
          },
        })
        run.do('ec2:RunInstances', {
          region,
          request: {
            instancesSet: {
              items: [{ imageId: 'ami-0c101f26f147fa7fd', minCount: 8, maxCount: 8, keyName: 'k1' }],
            },
            instanceType: 'c7i.24xlarge',
            blockDeviceMapping: {},
            monitoring: { enabled: false },
            disableApiTermination: true,
            userData: '<sensitiveDataRemoved>',
          },
          response: {
            requestId: turn.random.uuid(),
            reservationId: `r-0${turn.random.hex(16)}`,
            ownerId: account.id,
            instancesSet: { items },
          },
        })
        turn.call(by, run.timeMs() + 4000, 'ec2:RunInstances', {
          region,
          error: [
            'Client.VcpuLimitExceeded',
            'You have requested more vCPU capacity than your current vCPU limit of 64 allows for the instance bucket that the specified instance type belongs to.',
          ],
          request: {
            instancesSet: { items: [{ imageId: 'ami-0c101f26f147fa7fd', minCount: 8, maxCount: 8 }] },
            instanceType: 'g5.48xlarge',
          },
        })
      }
    },
  },
  {
    id: 'model-invocations',
    rows: ['1.3', '1.1'],
    name: 'Large language models called on the organisation’s bill, in a region it does not use',
    stealth: 2,
    steps(world, turn, startMs) {
      const by =
        stolenSession(world, turn, {
          name: 'task:development:orders',
          network: 'google-cloud',
          agent: 'pythonRequests',
        }) ??
        stolenSession(world, turn, {
          name: 'task:development:checkout',
          network: 'google-cloud',
          agent: 'pythonRequests',
        })
      if (by === undefined) return
      const run = pace(turn, by, startMs, 8000)
      const region = 'us-west-2'
      run.do('bedrock:ListFoundationModels', { region, host: 'bedrock.*.amazonaws.com' })
      run.do('bedrock:GetModelInvocationLoggingConfiguration', { region, host: 'bedrock.*.amazonaws.com' })
      for (let call = 0; call < 90; call++)
        run.do('bedrock:InvokeModel', {
          region,
          request: { modelId: 'anthropic.claude-sonnet-4-20250514-v1:0' },
          additional: { inferenceRegion: region },
        })
    },
  },
  {
    id: 'mail-abuse',
    rows: ['1.3', '1.6'],
    name: 'The mail service prepared for spam: limits read, sandbox left, identity added',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'monitoring',
        network: 'mtn-ng',
        agent: 'goScript',
      })
      const run = pace(turn, by, startMs, 6000)
      for (const region of ['us-east-1', 'eu-west-1', 'ap-southeast-2']) run.do('ses:GetAccount', { region })
      run.look(account, ['ses:ListIdentities', 'ses:GetSendQuota'])
      run.do('ses:VerifyEmailIdentity', {
        region: 'us-east-1',
        request: { emailAddress: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      })
      run.do('ses:PutAccountDetails', {
        region: 'us-east-1',
        request: {
          productionAccessEnabled: true,
          mailType: 'MARKETING',
          websiteURL: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          useCaseDescription: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        },
      })
      run.wait(HOUR_MS).refused('ses:UpdateAccountSendingEnabled')
    },
  },
]
