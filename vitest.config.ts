import { defineConfig } from 'vitest/config';

// `npm run check` runs `fast`. `npm test` adds `local` (the stand-ins) and `browser` (Chromium and the built product).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/slow/**', 'test/local-*/**'],
          isolate: false,
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'local',
          include: ['test/local-*/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/slow/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
