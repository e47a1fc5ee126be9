import { writeDemoLogs } from '#simulation/index.ts'

export const writeDemo = writeDemoLogs
