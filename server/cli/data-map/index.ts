import { escapeJson } from '../terminal/escape.ts';
import type { Report } from '../report/report.ts';
import { dataMapCycloneDx } from './cyclonedx.ts';
import { dataMapMarkdown } from './map-markdown.ts';
import { dataMapOf } from './model.ts';
import { dataMapPage } from './page.ts';

export type MapFormat = 'html' | 'markdown' | 'json' | 'cyclonedx';

export const MAP_FORMATS: readonly MapFormat[] = ['html', 'markdown', 'json', 'cyclonedx'];

/** The AI data map of what a check found, with a line end at its end. */
export function renderDataMap(report: Report, format: MapFormat): string {
  const map = dataMapOf(report);
  switch (format) {
    case 'html':
      return dataMapPage(map);
    case 'markdown':
      return dataMapMarkdown(map);
    case 'json':
      return `${escapeJson(JSON.stringify({ version: 1, ...map }, null, 2))}\n`;
    case 'cyclonedx':
      return dataMapCycloneDx(map);
  }
}
