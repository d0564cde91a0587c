import { CardSkeleton, Loading, Skeleton } from '@/components/skeleton'

/** The shape of a signed-in page before anything is known. */
export function PageSkeleton() {
  return (
    <div className="py-10 sm:py-14">
      <h1 className="sr-only">Dashboard</h1>
      <Loading label="Asking for your session…">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="mt-4 h-4 w-72 max-w-full" />
        <div className="mt-10 grid gap-6 lg:grid-cols-[2fr_3fr]">
          <CardSkeleton />
          <CardSkeleton lines={6} />
        </div>
      </Loading>
    </div>
  )
}
