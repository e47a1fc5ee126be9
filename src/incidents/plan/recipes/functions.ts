import { asked, type Change, type Recipe, run, same, told } from '../change.ts'
import { textAt, textsAt } from '../json-values.ts'

const functionOf = (change: Change): string => asked(change, 'functionName')

const stopIt = (change: Change) => ({
  calls: [
    run(change, 'lambda get-function', { 'function-name': functionOf(change) }),
    run(change, 'lambda put-function-concurrency', {
      'function-name': functionOf(change),
      'reserved-concurrent-executions': '0',
    }),
  ],
  undo: [run(change, 'lambda delete-function-concurrency', { 'function-name': functionOf(change) })],
})

const create: Recipe = (change) => {
  const name = functionOf(change)
  return {
    target: `function ${name}`,
    stage: 'persistence',
    contain: {
      title: `Quarantine function ${name}, made by the intruder`,
      why: 'Without concurrency it cannot run, and stays as evidence: the first command prints where its code lies.',
      ...stopIt(change),
    },
    back: {
      title: `Delete function ${name}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'lambda delete-function', { 'function-name': name })],
    },
  }
}

const code: Recipe = (change) => {
  const name = functionOf(change)
  const hash = textAt(change.before?.response, 'codeSha256')
  return {
    target: `function ${name}`,
    stage: 'persistence',
    contain: {
      title: `Stop function ${name}, whose code the intruder replaced`,
      why: 'It runs the intruder’s code with its own role.',
      breaks: [`Everything that calls ${name} fails until its code is deployed anew.`],
      ...stopIt(change),
    },
    back: {
      title: `Deploy the code of function ${name} anew`,
      why: `No log holds code. ${hash === undefined ? 'These logs do not hold the hash of the code before' : `The code before had the SHA-256 ${hash}`}: deploy it from your own sources.`,
      calls: [],
    },
  }
}

const configuration: Recipe = (change) => {
  const name = functionOf(change)
  const layers = change.before === undefined ? undefined : layersOf(change.before.request)
  const asksLayers = layersOf(change.request) !== undefined
  const target = `function settings ${name}`
  if (!asksLayers || layers === undefined) {
    return {
      target,
      back: {
        title: `Look through the settings of function ${name}: layers, role, handler, variables`,
        why: 'The intruder changed them, and these logs do not hold what they were before.',
        calls: [run(change, 'lambda get-function-configuration', { 'function-name': name })],
      },
    }
  }
  return same(target, 'persistence', {
    title: `Give function ${name} its layers back`,
    why: `The intruder changed what it loads; the layers before stand in event ${change.before?.eventId ?? ''}.`,
    calls: [
      run(change, 'lambda update-function-configuration', {
        'function-name': name,
        layers: { json: layers },
      }),
    ],
  })
}

const layersOf = (request: unknown): readonly string[] | undefined => {
  const layers = textsAt(request, 'layers')
  return layers.length === 0 ? undefined : layers
}

const permission: Recipe = (change) => {
  const [name, statement, qualifier] = [
    functionOf(change),
    asked(change, 'statementId'),
    asked(change, 'qualifier'),
  ]
  return same(`permission ${name} ${statement}`, 'persistence', {
    title: `Take permission ${statement} off function ${name}`,
    why: `The intruder let ${asked(change, 'principal') || 'others'} call it. The first command prints its policy as evidence.`,
    calls: [
      run(change, 'lambda get-policy', { 'function-name': name }),
      run(change, 'lambda remove-permission', {
        'function-name': name,
        'statement-id': statement,
        ...(qualifier === '' ? {} : { qualifier }),
      }),
    ],
  })
}

const url: Recipe = (change) => {
  const options = { 'function-name': functionOf(change) }
  return {
    target: `function url ${functionOf(change)}`,
    stage: 'persistence',
    contain: {
      title: `Close the URL of function ${functionOf(change)}, opened by the intruder`,
      why: 'Anybody who knows it may call the function. With AWS_IAM only callers with permission may.',
      calls: [run(change, 'lambda update-function-url-config', { ...options, 'auth-type': 'AWS_IAM' })],
      undo: [
        run(change, 'lambda update-function-url-config', {
          ...options,
          'auth-type': asked(change, 'authType') || 'NONE',
        }),
      ],
    },
    back: {
      title: `Delete the URL of function ${functionOf(change)}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'lambda delete-function-url-config', options)],
    },
  }
}

const eventSource: Recipe = (change) => {
  const uuid = told(change, 'uUID') || told(change, 'uuid')
  const name = functionOf(change)
  return {
    target: `event source ${uuid}`,
    stage: 'persistence',
    contain: {
      title: `Switch off event source ${uuid} of function ${name}`,
      why: 'The intruder made it: it runs the function again and again.',
      calls: [run(change, 'lambda update-event-source-mapping', { uuid, 'no-enabled': true })],
      undo: [run(change, 'lambda update-event-source-mapping', { uuid, enabled: true })],
    },
    back: {
      title: `Delete event source ${uuid}`,
      why: 'Made by the intruder.',
      calls: [run(change, 'lambda delete-event-source-mapping', { uuid })],
    },
  }
}

const schedule: Recipe = (change) => {
  const [name, bus] = [asked(change, 'name'), asked(change, 'eventBusName')]
  const options = { name, ...(bus === '' ? {} : { 'event-bus-name': bus }) }
  return same(`event rule ${bus} ${name}`, 'persistence', {
    title: `Switch off event rule ${name}`,
    why: 'The intruder made or changed it: it runs something again and again. What it was before is not looked for here.',
    calls: [run(change, 'events describe-rule', options), run(change, 'events disable-rule', options)],
    undo: [run(change, 'events enable-rule', options)],
  })
}

export const FUNCTIONS: Readonly<Record<string, Recipe>> = {
  'lambda:CreateFunction': create,
  'lambda:UpdateFunctionCode': code,
  'lambda:UpdateFunctionConfiguration': configuration,
  'lambda:AddPermission': permission,
  'lambda:CreateFunctionUrlConfig': url,
  'lambda:CreateEventSourceMapping': eventSource,
  'events:PutRule': schedule,
}
