import { lt } from 'drizzle-orm'
import { database } from '@/lib/db/client'
import { addressChanges } from '@/lib/db/schema'

/** Removes the wishes that nobody confirmed in time. @returns how many there were */
export async function removeExpiredAddressChanges(): Promise<number> {
  const gone = await (await database())
    .delete(addressChanges)
    .where(lt(addressChanges.expiresAt, new Date()))
    .returning({ userId: addressChanges.userId })
  return gone.length
}
