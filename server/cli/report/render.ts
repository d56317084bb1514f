import { renderDataMap } from '../data-map/index.ts';
import type { Style } from '../terminal/style.ts';
import { renderGithub } from './github.ts';
import { renderGitlab } from './gitlab.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdownReport } from './markdown.ts';
import type { Format, Report } from './report.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';
import type { TextOptions } from './text.ts';

/** A report in one of the formats. `style` and `options` are for people's eyes: the text format alone heeds them. */
export function render(report: Report, format: Format, style: Style, options: TextOptions): string {
  switch (format) {
    case 'text':
      return renderText(report, style, options);
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report);
    case 'github':
      return renderGithub(report);
    case 'gitlab':
      return renderGitlab(report);
    case 'markdown':
      return renderMarkdownReport(report);
    case 'junit':
      return renderJunit(report);
    case 'html':
      return renderDataMap(report, 'html');
  }
}
