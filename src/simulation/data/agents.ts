/** User agents as the tools write them. */
export const AGENTS = {
  chromeMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
  chromeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
  firefoxLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  safariMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  edgeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 Edg/144.0.0.0',
  cliMac:
    'aws-cli/2.33.2 md/awscrt#0.29.1 ua/2.1 os/macos#25.1.0 md/arch#arm64 lang/python#3.13.9 md/pyimpl#CPython m/E,b cfg/retry-mode#standard md/installer#exe md/prompt#off',
  cliLinux:
    'aws-cli/2.31.18 md/awscrt#0.28.2 ua/2.1 os/linux#6.8.0-86-generic md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython m/E,b cfg/retry-mode#standard md/installer#exe md/prompt#off',
  cliWindows:
    'aws-cli/2.30.4 md/awscrt#0.27.6 ua/2.1 os/windows#11 md/arch#amd64 lang/python#3.13.7 md/pyimpl#CPython m/E,b cfg/retry-mode#standard md/installer#exe md/prompt#off',
  cliKali:
    'aws-cli/2.28.7 md/awscrt#0.27.4 ua/2.1 os/linux#6.12.38+kali-amd64 md/arch#x86_64 lang/python#3.13.5 md/pyimpl#CPython m/b cfg/retry-mode#standard md/installer#source md/prompt#off',
  cliOld: 'aws-cli/1.22.34 Python/3.10.12 Linux/5.15.0-157-generic botocore/1.27.84',
  boto3Linux:
    'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.1.155-176.282.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.11 md/pyimpl#CPython m/b,Z cfg/retry-mode#legacy Botocore/1.40.61',
  boto3Mac:
    'Boto3/1.39.4 md/Botocore#1.39.4 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.12.8 md/pyimpl#CPython m/b,Z cfg/retry-mode#legacy Botocore/1.39.4',
  boto3Script:
    'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.15.0-91-generic md/arch#x86_64 lang/python#3.10.12 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.34.69',
  javaTask:
    'aws-sdk-java/2.38.2 md/io#async md/http#NettyNio ua/2.1 api/S3#2.38.2 os/Linux#5.10.245-241.978.amzn2.x86_64 lang/java#21.0.9 md/OpenJDK_64-Bit_Server_VM#21.0.9+10-LTS md/vendor#Amazon.com_Inc. exec-env/AWS_ECS_FARGATE m/D,N cfg/retry-mode#standard',
  goTask:
    'aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.25.3 md/GOOS#linux md/GOARCH#arm64 exec-env/AWS_ECS_FARGATE api/dynamodb#1.52.4 m/E,e',
  nodeFunction:
    'aws-sdk-js/3.922.0 ua/2.1 os/linux#5.10.245-261.1001.amzn2.x86_64 lang/js md/nodejs#22.19.0 api/s3#3.922.0 exec-env/AWS_Lambda_nodejs22.x m/E,b,e',
  pythonFunction:
    'Boto3/1.40.4 md/Botocore#1.40.4 ua/2.1 os/linux#5.10.245-261.1001.amzn2.x86_64 md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13 m/Z,b cfg/retry-mode#legacy Botocore/1.40.4',
  ssmAgent: 'aws-sdk-go/1.55.8 (go1.24.6; linux; amd64) amazon-ssm-agent/3.3.3050.0',
  cloudwatchAgent: 'aws-sdk-go/1.48.6 (go1.24.6; linux; amd64) CWAgent/1.300059.0 (go1.24.6; linux; amd64)',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.18.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.4 ua/2.1 os/linux lang/go#1.24.8 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.257.2 m/D',
  githubAction:
    'aws-sdk-js/3.908.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.5 api/sts#3.908.0 configure-aws-credentials-for-github-actions m/E,b',
  cdk: 'aws-sdk-js/3.901.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#22.20.0 api/cloudformation#3.901.0 aws-cdk/2.1030.0 m/E,b',
  cspm: 'Boto3/1.38.36 md/Botocore#1.38.36 ua/2.1 os/linux#6.1.141 md/arch#x86_64 lang/python#3.12.11 md/pyimpl#CPython m/b cfg/retry-mode#adaptive Botocore/1.38.36 posture-collector/7.4.1',
  cspmNew:
    'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64 api/iam#1.47.7 posture-collector/8.0.0 m/E',
  costScanner:
    'aws-sdk-java/2.31.50 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.134 lang/java#17.0.15 md/vendor#Eclipse_Adoptium cost-lens/3.12 m/D cfg/retry-mode#standard',
  glue: 'ElasticMapReduce/1.0.0 emrfs/s3n {}, aws-sdk-java/1.12.773 Linux/5.10.245-241.976.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.16+8-LTS vendor/Amazon.com_Inc. com.amazonaws.glue',
  cyberduck: 'Cyberduck/9.2.4.43667 (Mac OS X/15.7.1) (aarch64)',
  powershell:
    'AWSPowerShell.Common/5.0.72 ua/2.1 os/windows#10.0.26100.0 lang/.NET_Core#9.0.10 md/PowerShell#7.5.3 m/E',
  rclone: 'rclone/v1.71.2',
  s3browser: 'S3 Browser/12.5.9 (https://s3browser.com)',
  goScript: 'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/sts#1.30.3',
  pythonRequests: 'python-requests/2.32.3',
  console: 'console.amazonaws.com',
  signin: 'signin.amazonaws.com',
} as const

export type AgentName = keyof typeof AGENTS
