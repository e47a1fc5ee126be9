import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Left to itself it keeps one core free, which of two is half.
    maxWorkers: '100%',
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
  },
})
