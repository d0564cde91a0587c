import type { ReactNode } from 'react'
import { Catalogue } from '../src/bench/catalogue.tsx'
import { LabTabs } from '../src/bench/lab-tabs.tsx'
import { ScenarioPage } from '../src/bench/scenario-page.tsx'
import { ToldPage } from '../src/bench/told-page.tsx'
import { DoctorView } from '../src/doctor-page/doctor-view.tsx'
import { errorEntries } from '../src/errors/catalogue.ts'
import { ErrorList } from '../src/errors/error-list.tsx'
import { ErrorView } from '../src/errors/error-view.tsx'
import { ChapterView } from '../src/learn/chapter-view.tsx'
import type { ChapterText } from '../src/learn/text.ts'
import { HomePanel } from '../src/panels/home.tsx'
import { Comparison } from '../src/same-origin/comparison.tsx'
import { scenarios, toldLessons } from '../src/scenarios.ts'
import { PageHeading } from '../src/ui/page-heading.tsx'

/** One page of the static export. */
export interface ExportedPage {
  /** Gives the page's path in the dashboard, such as `/errors/no-header`. */
  readonly path: string
  readonly title: string
  readonly content: ReactNode
}

/** Lists every page that works without an API. */
export function exportedPages(chapters: readonly ChapterText[]): readonly ExportedPage[] {
  const contents = chapters.map(({ id, title }) => ({ id, title }))
  return [
    page('/', 'Blocked by CORS policy?', 'Two origins, one session.', <HomePanel />),
    page('/doctor', 'Blocked by CORS policy? Paste the error', 'Blocked by CORS policy?', <DoctorView />),
    page(
      '/errors',
      'Every CORS error message, and its fix',
      'Every CORS error message, and its fix',
      <ErrorList />,
    ),
    ...errorEntries.map(({ id, title }) => page(`/errors/${id}`, title, null, <ErrorView id={id} />)),
    lab('/lab', 'Break it on purpose', 'Break it on purpose', <Catalogue />),
    lab('/lab/same-origin', 'Same origin?', 'Same origin?', <Comparison given={null} />),
    ...scenarios.map(({ id, title }) => lab(`/lab/${id}`, title, null, <ScenarioPage id={id} />)),
    ...toldLessons.map(({ id, title }) => lab(`/lab/${id}`, title, null, <ToldPage id={id} />)),
    ...chapters.map(({ id, title, markdown }) =>
      page(
        id === '' ? '/learn' : `/learn/${id}`,
        title,
        null,
        <ChapterView id={id} chapters={contents} markdown={markdown} />,
      ),
    ),
  ]
}

function page(path: string, title: string, heading: string | null, content: ReactNode): ExportedPage {
  if (heading === null) return { path, title, content }
  const body = (
    <>
      <PageHeading title={heading}>Nothing that you paste or play here leaves this page.</PageHeading>
      {content}
    </>
  )
  return { path, title, content: body }
}

function lab(path: string, title: string, heading: string | null, content: ReactNode): ExportedPage {
  const inner = page(path, title, heading, content)
  const body = (
    <>
      <LabTabs />
      {inner.content}
    </>
  )
  return { path, title, content: body }
}
