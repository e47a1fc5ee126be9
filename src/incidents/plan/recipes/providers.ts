import { asked, type Recipe, run, same, told } from '../change.ts'

const provider =
  (kind: 'open-id-connect' | 'saml'): Recipe =>
  (change) => {
    const arn = told(change, kind === 'saml' ? 'sAMLProviderArn' : 'openIDConnectProviderArn')
    const name = kind === 'saml' ? 'saml-provider-arn' : 'open-id-connect-provider-arn'
    return same(`provider ${arn}`, 'persistence', {
      title: `Delete identity provider ${arn}, made by the intruder`,
      why: 'Whoever runs it may come through every role that trusts it. The first command prints it as evidence; it cannot be switched off in another way.',
      calls: [
        run(change, `iam get-${kind}-provider`, { [name]: arn }),
        run(change, `iam delete-${kind}-provider`, { [name]: arn }),
      ],
    })
  }

const addClient: Recipe = (change) => {
  const [arn, client] = [asked(change, 'openIDConnectProviderArn'), asked(change, 'clientID')]
  const options = { 'open-id-connect-provider-arn': arn, 'client-id': client }
  return same(`audience ${arn} ${client}`, 'persistence', {
    title: `Take audience ${client} out of ${arn}`,
    why: 'The intruder let its tokens in.',
    calls: [run(change, 'iam remove-client-id-from-open-id-connect-provider', options)],
    undo: [run(change, 'iam add-client-id-to-open-id-connect-provider', options)],
  })
}

const rewritten =
  (what: string, field: string): Recipe =>
  (change) => {
    const arn = asked(change, field)
    return {
      target: `provider ${arn}`,
      back: {
        title: `Give identity provider ${arn} its ${what} back`,
        why: `The intruder changed it, and may sign in as anybody whom it vouches for. The log does not hold the ${what} before: take it from the provider itself.`,
        calls: [],
      },
    }
  }

const anywhere =
  (kind: 'trust-anchor' | 'profile'): Recipe =>
  (change) => {
    const id = told(
      change,
      kind === 'profile' ? 'profile' : 'trustAnchor',
      kind === 'profile' ? 'profileId' : 'trustAnchorId',
    )
    const options = { [`${kind}-id`]: id }
    return {
      target: `${kind} ${id}`,
      stage: 'persistence',
      contain: {
        title: `Switch off Roles Anywhere ${kind} ${id}, made by the intruder`,
        why: 'Certificates of the intruder’s own become sessions through it.',
        calls: [run(change, `rolesanywhere disable-${kind}`, options)],
        undo: [run(change, `rolesanywhere enable-${kind}`, options)],
      },
      back: {
        title: `Delete Roles Anywhere ${kind} ${id}`,
        why: 'Made by the intruder.',
        calls: [run(change, `rolesanywhere delete-${kind}`, options)],
      },
    }
  }

export const PROVIDERS: Readonly<Record<string, Recipe>> = {
  'iam:CreateOpenIDConnectProvider': provider('open-id-connect'),
  'iam:CreateSAMLProvider': provider('saml'),
  'iam:AddClientIDToOpenIDConnectProvider': addClient,
  'iam:UpdateSAMLProvider': rewritten('metadata', 'sAMLProviderArn'),
  'iam:UpdateOpenIDConnectProviderThumbprint': rewritten('thumbprints', 'openIDConnectProviderArn'),
  'rolesanywhere:CreateTrustAnchor': anywhere('trust-anchor'),
  'rolesanywhere:CreateProfile': anywhere('profile'),
}
