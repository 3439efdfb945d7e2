import { defineConfig } from 'vitest/config';

// `npm run check` runs `fast`. `npm test` adds `parts` (the stand-ins, the jobs, what operators run) and `browser` (Chromium and the built product).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/slow/**', 'test/local-*/**', 'test/jobs/**', 'test/operate/**'],
          isolate: false,
          environment: 'node',
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'parts',
          include: ['test/local-*/**/*.test.ts', 'test/jobs/**/*.test.ts', 'test/operate/**/*.test.ts'],
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
          // What a page comes to show is awaited, as playwright does.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
