import { expect, test } from 'vitest'
import { clientFamily } from '../../src/events/derive/client-family.ts'

test.each([
  [undefined, 'none'],
  ['', 'none'],
  [
    'aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64 prompt/off command/sts.get-caller-identity',
    'aws-cli',
  ],
  ['[aws-cli/1.16.300 Python/2.7 Linux/4.9 botocore/1.13]', 'aws-cli'],
  ['aws-cli/2.15 Python/3.9 Linux/6.1 exec-env/CloudShell exe/x86_64 command/s3.ls', 'cloudshell'],
  ['Boto3/1.26.50 Python/3.10 Linux/5.15 Botocore/1.29', 'sdk-python'],
  ['aws-sdk-go-v2/1.17 os/linux lang/go', 'sdk-go'],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.5.7 terraform-provider-aws/5.1 aws-sdk-go/1.44', 'terraform'],
  ['aws-sdk-java/2.20 Linux Java/17', 'sdk-java'],
  ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11 Linux]', 'console'],
  ['aws-internal/3 aws-sdk-java/1.11.898 Linux', 'aws-internal'],
  ['AWS Internal', 'aws-internal'],
  ['AWS Internal/4', 'aws-internal'],
  ['cloudformation.amazonaws.com', 'cloudformation'],
  ['config.amazonaws.com', 'aws-internal'],
  ['console.amazonaws.com', 'console'],
  ['signin.amazonaws.com', 'console'],
  ['console.ec2.amazonaws.com', 'console'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120', 'browser'],
  ['AWSPowerShell/4.1 .NET_Core/6.0 OS/Windows', 'powershell'],
  ['python-requests/2.31', 'http-tool'],
  ['S3 Browser/11.4.5 (https://s3browser.com)', 's3-browser'],
  ['something-of-ours/1.0', 'other'],
  [`${'a'.repeat(5_000_000)} terraform`, 'other'],
  ['\u0000\u001b[31m', 'other'],
])('%s', (agent, family) => {
  expect(clientFamily(agent)).toBe(family)
})
