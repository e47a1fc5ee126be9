import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lakeEvents } from '#app/lake.ts'
import { recordRows, recordText } from '#store/index.ts'
import { bringIn, inFolder, within } from '../ingest/support.ts'

/** Records as AWS writes them, each with something that is easily lost. */
const RECORDS: Readonly<Record<string, string>> = {
  'nested identity, and a field of it that has no column':
    '"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/ci/x","accountId":"123456789012","accessKeyId":"ASIAIOSFODNN7EXAMPLE","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/ci","accountId":"123456789012","userName":"ci"},"webIdFederationData":{"federatedProvider":"example.com","attributes":{"aud":"sts"}},"attributes":{"creationDate":"2026-11-20T08:00:00Z","mfaAuthenticated":"false"}},"inScopeOf":{"issuerType":"AWS::EC2::Instance"}}',
  'numbers beyond what a double holds':
    '"requestParameters":{"n":12345678901234567890,"f":1.10,"deep":[{"a":null}]}',
  'a top-level field that is not known':
    '"somethingNew":{"a":[1,2]},"responseElements":{"text":"line\\\\nend \\u202e"}',
  'lists, flags and refusals':
    '"resources":[{"ARN":"arn:aws:s3:::example","type":"AWS::S3::Bucket"}],"readOnly":true,"managementEvent":false,"errorCode":"AccessDenied","errorMessage":"no"',
}

const recordOf = (more: string, i: number): string =>
  `{"eventVersion":"1.11","eventTime":"2026-11-20T08:00:0${String(i)}Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","eventID":"11111111-2222-3333-4444-00000000000${String(i)}","recipientAccountId":"123456789012",${more}}`

test('a record that is rebuilt from its row is what AWS wrote, to the last digit', async () =>
  inFolder(async (folder) => {
    const root = join(folder, 'lake')
    const records = Object.values(RECORDS).map(recordOf)
    writeFileSync(join(folder, 'log.json'), `{"Records":[${records.join(',')}]}`)
    await bringIn(root, [join(folder, 'log.json')])
    await within(root, async (workspace) => {
      const rows = await workspace.engine.rows(
        recordRows(await lakeEvents(workspace), {
          eventIds: records.map((_, i) => `11111111-2222-3333-4444-00000000000${String(i)}`),
          firstMs: Date.parse('2026-11-20T08:00:00Z'),
          lastMs: Date.parse('2026-11-20T08:00:03Z'),
        }),
      )
      const texts = rows.map(recordText)
      expect(texts.map((text): unknown => JSON.parse(text))).toEqual(
        records.map((text): unknown => JSON.parse(text)),
      )
      expect(texts[1]).toContain('{"n":12345678901234567890,"f":1.10,"deep":[{"a":null}]}')
      for (const text of texts) expect(text).not.toContain('\n')
    })
  }))
