/** No honest client needs more to say its name; what follows is not looked at. */
const LONGEST_AGENT = 1_024

/**
 * Tells the kind of client from its user agent, which is the caller's own claim and may be a lie.
 *
 * Plain substring tests over at most 1,024 characters: no agent can make it slow.
 * @returns `other` for a client we do not know, `none` where there is no user agent.
 */
export function clientFamily(userAgent: string | undefined): string {
  if (!userAgent) return 'none'
  const agent = userAgent.slice(0, LONGEST_AGENT).toLowerCase()
  const service = serviceFamily(agent)
  if (service !== undefined) return service
  for (const [mark, family] of MARKS) {
    if (agent.includes(mark)) return family
  }
  return 'other'
}

/** AWS writes a service's name where a service calls for itself or for somebody. */
function serviceFamily(agent: string): string | undefined {
  if (agent.startsWith('aws internal')) return 'aws-internal'
  if (!/^[a-z0-9.-]+\.(?:amazonaws\.com|aws\.internal|amazon\.com)$/u.test(agent)) return undefined
  if (agent === 'cloudformation.amazonaws.com') return 'cloudformation'
  return /^(?:[a-z0-9-]+\.)?(?:console|signin)\./u.test(agent) ? 'console' : 'aws-internal'
}

/** The first that occurs wins: tools name the SDK they are built on, so tools come first, then the CLI, then SDKs. */
const MARKS: readonly (readonly [mark: string, family: string])[] = [
  ['terraform', 'terraform'],
  ['opentofu', 'terraform'],
  ['pulumi', 'pulumi'],
  ['crossplane', 'iac-other'],
  ['aws-cdk', 'cdk'],
  ['cdk-assets', 'cdk'],
  ['cloudformation', 'cloudformation'],
  ['serverless-framework', 'iac-other'],
  ['aws-sam-cli', 'iac-other'],
  ['ansible', 'ansible'],
  ['packer', 'packer'],
  ['hashicorp vault', 'vault'],
  ['cloud-custodian', 'cloud-custodian'],
  ['cloudcustodian', 'cloud-custodian'],
  ['c7n', 'cloud-custodian'],
  ['steampipe', 'steampipe'],
  ['prowler', 'prowler'],
  ['scoutsuite', 'scoutsuite'],
  ['exec-env/cloudshell', 'cloudshell'],
  ['s3console', 'console'],
  ['console.amazonaws.com', 'console'],
  ['aws console', 'console'],
  ['signin.amazonaws.com', 'console'],
  ['aws-console', 'console'],
  ['awspowershell', 'powershell'],
  ['aws-tools-for-powershell', 'powershell'],
  ['s3 browser', 's3-browser'],
  ['s3browser', 's3-browser'],
  ['cyberduck', 'cyberduck'],
  ['filezilla', 'file-client'],
  ['winscp', 'file-client'],
  ['rclone', 'rclone'],
  ['s3cmd', 's3cmd'],
  ['s5cmd', 's5cmd'],
  ['s3fs', 's3fs'],
  ['mountpoint-s3', 's3fs'],
  ['goofys', 's3fs'],
  ['minio', 'minio'],
  ['amazon-ssm-agent', 'ssm-agent'],
  ['aws-cli', 'aws-cli'],
  ['aws-internal/', 'aws-internal'],
  ['aws-sdk-java', 'sdk-java'],
  ['aws-sdk-kotlin', 'sdk-java'],
  ['aws-sdk-scala', 'sdk-java'],
  ['ec2-api-tools', 'sdk-java'],
  ['aws-sdk-go', 'sdk-go'],
  ['aws-sdk-nodejs', 'sdk-js'],
  ['aws-sdk-js', 'sdk-js'],
  ['aws-sdk-react', 'sdk-js'],
  ['aws-amplify', 'sdk-js'],
  ['aws-sdk-ruby', 'sdk-ruby'],
  ['aws-sdk-php', 'sdk-php'],
  ['aws-sdk-dotnet', 'sdk-dotnet'],
  ['aws-sdk-net', 'sdk-dotnet'],
  ['aws-sdk-rust', 'sdk-rust'],
  ['rusoto', 'sdk-rust'],
  ['aws-sdk-cpp', 'sdk-cpp'],
  ['aws-sdk-swift', 'sdk-mobile'],
  ['aws-sdk-ios', 'sdk-mobile'],
  ['aws-sdk-android', 'sdk-mobile'],
  ['aws-sdk-mobile', 'sdk-mobile'],
  ['aws-sdk-unity', 'sdk-mobile'],
  ['aws-sdk-python', 'sdk-python'],
  ['boto3', 'sdk-python'],
  ['botocore', 'sdk-python'],
  ['boto/', 'sdk-python'],
  ['aiobotocore', 'sdk-python'],
  ['python-requests', 'http-tool'],
  ['python-urllib', 'http-tool'],
  ['python-httplib', 'http-tool'],
  ['aiohttp', 'http-tool'],
  ['httpx', 'http-tool'],
  ['curl/', 'http-tool'],
  ['wget/', 'http-tool'],
  ['postmanruntime', 'http-tool'],
  ['insomnia/', 'http-tool'],
  ['burp', 'http-tool'],
  ['go-http-client', 'http-tool'],
  ['okhttp', 'http-tool'],
  ['apache-httpclient', 'http-tool'],
  ['axios/', 'http-tool'],
  ['node-fetch', 'http-tool'],
  ['coral/', 'aws-internal'],
  ['aws-internal', 'aws-internal'],
  ['mozilla', 'browser'],
  ['opera/', 'browser'],
]
