import type { ChangeReport } from '../../review/changes/change-report.ts';
import type { ExampleHistory } from './example-history.ts';

type Place = readonly [path: string, line: number];

/** The actual effects of the example pull request, written by hand from its files, not from any output. */
export interface ExpectedChange {
  readonly needs: readonly Pick<
    ChangeReport['needs'][number],
    'agent' | 'secret' | 'access' | 'suggestion' | 'path' | 'line'
  >[];
  readonly new: readonly (readonly [rule: string, ...place: Place])[];
  readonly dynamic: readonly (readonly [agent: string, ...place: Place])[];
  readonly suppressions: readonly {
    readonly rules: readonly string[];
    readonly reason: string;
    readonly at: Place;
    readonly suppressed: readonly (readonly [rule: string, ...place: Place])[];
  }[];
  readonly gone: ChangeReport['gone'];
  readonly catalog: ChangeReport['catalog'];
}

const hotel = 'PROJECT-HOTEL01';
const orders = 'PROJECT-ORDER02';
const inHotel = (name: string): string => `hotel-booking/functions/${name}.py`;
const inOrders = (name: string): string => `order-support/functions/${name}.py`;

export const expectedChange: ExpectedChange = {
  needs: [
    { agent: hotel, secret: 'fraud_check_key', access: 'missing', path: inHotel('take_deposit'), line: 5 },
    {
      agent: orders,
      secret: 'loyalty_api_tokn',
      access: 'nonexistent',
      suggestion: 'loyalty_api_token',
      path: inOrders('apply_points'),
      line: 5,
    },
    // Granted in the snapshot that the pull request changes itself, see `catalog`.
    { agent: orders, secret: 'gift_card_key', access: 'granted', path: inOrders('gift_card'), line: 5 },
  ],
  new: [
    ['secret-in-log', inHotel('late_checkout'), 6],
    ['secret-access-missing', inHotel('take_deposit'), 5],
    ['secret-not-found', inOrders('apply_points'), 5],
    ['secret-hardcoded', inOrders('courier_label'), 3],
  ],
  dynamic: [[hotel, inHotel('airport_taxi'), 5]],
  suppressions: [
    {
      rules: ['secret-in-log'],
      reason: 'only while we look for the lost refunds',
      at: [inOrders('refund_item'), 6],
      suppressed: [['secret-in-log', inOrders('refund_item'), 7]],
    },
  ],
  gone: [
    // The read that replaces it has a dynamic name, which may be the same secret.
    { agent: hotel, secret: 'taxi_api_key', path: inHotel('airport_taxi'), line: 5, mayRevoke: false },
    { agent: orders, secret: 'old_tracking_token', path: inOrders('track_parcel'), line: 5, mayRevoke: true },
  ],
  catalog: [{ agent: orders, secret: 'gift_card_key', change: 'granted' }],
};

/**
 * Must not appear in any format: the moved function's and the renamed file's secrets, the secret that another
 * function of the agent already read, what `main` got later, and the credential's value.
 */
export const notOfThisChange = [
  'reminder_api_key',
  'wether_api_key',
  'weather_api_key',
  'sms_api_kye',
  'shipping_api_key',
];

export const expectedHashes: Pick<ExampleHistory, 'base' | 'head'> = {
  base: '547bef25bcc5a2fe0b37243d07a0c661c1a443a3',
  head: 'ec92f9c7963b31bfaa7ff8cc956d6d9d8a4cadb1',
};
