import type { ServiceAnswer, ServiceRequest } from '../../support/example-services.ts';

/** A function of examples/, its arguments, and its outcome. */
export interface ExampleCall {
  /** `hotel-booking/functions/take_deposit.py` */
  readonly file: string;
  readonly args?: readonly string[];
  /** Attributes of the conversation. */
  readonly conv?: Readonly<Record<string, unknown>>;
  /** The result on standard output, or the message of an uncaught exception. */
  readonly returns?: string;
  readonly raises?: string;
  /** Text on standard error, such as its calls to the platform. */
  readonly logs?: string;
}

const missing = (agent: string, name: string): string =>
  `MissingAccess: Agent "${agent}" has no access to the secret "${name}".`;
const notFound = (name: string): string => `SecretNotFound: The secret "${name}" does not exist.`;

const order = { number: '12345678', status: 'processing' };

export const exampleCalls: readonly ExampleCall[] = [
  {
    file: 'clinic-reception/flows/book_appointment/function_steps/send_reminder.py',
    returns: 'null',
    logs: 'conv.exit_flow()',
  },
  {
    file: 'clinic-reception/flows/book_appointment/functions/confirm_slot.py',
    args: ['doctor=Ito', 'starts_at=2027-01-01T10:00'],
    conv: { state: { slots: ['2027-01-01T10:00'], patient_id: 'P-1' }, variant: { language: 'de' } },
    returns: 'translated',
    logs: "flow.goto_step('send_reminder')",
  },
  {
    file: 'clinic-reception/flows/book_appointment/functions/offer_slots.py',
    args: ['doctor=Ito', 'day=2027-01-01'],
    returns: '{"content": "Offer these times.", "slots": ["2027-01-01T10:00"]}',
  },
  {
    file: 'clinic-reception/functions/clinic_directory.py',
    args: ['name=Ito'],
    returns: 'The extension is 42.',
  },
  {
    file: 'clinic-reception/functions/find_patient.py',
    args: ['date_of_birth=1990-01-01', 'last_name=Ito'],
    raises: notFound('patient_record_token'),
  },
  {
    file: 'clinic-reception/functions/insurance_check.py',
    args: ['insurance_number=1', 'treatment=cleaning'],
    returns: 'The insurance pays.',
  },
  {
    file: 'clinic-reception/functions/insurance_hotline.py',
    returns: 'Tell the hotline that the practice has the key [masked].',
  },
  {
    file: 'clinic-reception/functions/leave_message.py',
    args: ['message=hello'],
    raises: missing('PROJECT-CLINIC03', 'helpdesk_api'),
  },
  {
    file: 'clinic-reception/functions/next_appointment.py',
    conv: { state: { patient_id: 'P-1' } },
    returns: 'The next appointment is on 2027-01-01T10:00.',
  },
  {
    file: 'clinic-reception/functions/translate.py',
    args: ['text=hello', 'language=de'],
    returns: 'translated',
  },
  {
    file: 'hotel-booking/flows/book_room/function_steps/verify_card.py',
    conv: { state: { card_token: 'tok' } },
    returns: 'null',
    logs: "flow.goto_step('take_deposit')",
  },
  {
    file: 'hotel-booking/flows/book_room/functions/create_booking.py',
    args: ['room_id=R-1'],
    conv: { state: { rooms_offered: ['R-1'], guest: { id: 'G-1' } } },
    returns: 'The room is booked under HB-1042.',
  },
  {
    file: 'hotel-booking/flows/book_room/functions/join_waiting_list.py',
    args: ['arrival=2027-01-01'],
    returns: 'The caller is number 3 on the list.',
  },
  {
    file: 'hotel-booking/flows/change_booking/functions/cancel_booking.py',
    args: ['reference=HB-1042'],
    returns: 'Cancelled; a fee of 25 applies.',
    logs: "conv.write_metric('BOOKING_CANCELLED')",
  },
  {
    file: 'hotel-booking/flows/change_booking/functions/move_booking.py',
    args: ['reference=HB-1042', 'arrival=2027-01-01'],
    conv: { env: 'live' },
    returns: 'The booking is moved.',
  },
  {
    file: 'hotel-booking/functions/booking_link.py',
    args: ['booking_reference=HB-1042'],
    returns: 'https://hotel.example.com/bookings/HB-1042?signature=d0509e8161a29b87',
  },
  { file: 'hotel-booking/functions/booking_secret_name.py', returns: 'booking_api_sandbox' },
  {
    file: 'hotel-booking/functions/check_availability.py',
    args: ['arrival=2027-01-01', 'nights=2'],
    returns: '{"content": "Offer these rooms.", "rooms": ["Garden"]}',
  },
  {
    file: 'hotel-booking/functions/concierge_request.py',
    args: ['kind=restaurant', 'wish=a table for two'],
    conv: { variant: { concierge_secret: 'mcp-concierge-secret' } },
    returns: 'The wish is passed on; the partner calls back within the hour.',
  },
  { file: 'hotel-booking/functions/find_guest.py', returns: 'The caller is Ann. Greet them by name.' },
  {
    file: 'hotel-booking/functions/get_room_rates.py',
    args: ['room_type=suite'],
    returns: 'The best rate for a suite is 90 GBP.',
  },
  {
    file: 'hotel-booking/functions/join_loyalty.py',
    args: ['email=ann@example.com'],
    returns: 'Tell the caller that the card is on its way.',
  },
  {
    file: 'hotel-booking/functions/late_checkout.py',
    args: ['hour=14'],
    raises: "KeyError: 'cleint_secret'",
    logs: "info: late checkout with {'client_id': '[masked]',",
  },
  {
    file: 'hotel-booking/functions/loyalty_points.py',
    args: ['member_number=1234567890'],
    raises: notFound('loyalty_api_tokn'),
  },
  {
    file: 'hotel-booking/functions/send_confirmation_sms.py',
    conv: { state: { confirmation_text: 'Booked.' } },
    returns: 'The confirmation is on its way.',
  },
  {
    file: 'hotel-booking/functions/take_deposit.py',
    args: ['booking_reference=HB-1042', 'amount=5000'],
    raises: missing('PROJECT-HOTEL01', 'fraud_check_key'),
  },
  {
    file: 'hotel-booking/functions/weather_on_arrival.py',
    args: ['day=2027-01-01'],
    conv: { variant: { city: 'Ulm' } },
    returns: 'sunny, 21 degrees.',
  },
  {
    file: 'order-support/flows/return_item/functions/check_risk.py',
    conv: { state: { customer_id: 'C-1' } },
    returns: 'Go on.',
    logs: "flow.goto_step('refund_item')",
  },
  {
    file: 'order-support/flows/return_item/functions/refund_item.py',
    args: ['item_id=I-1'],
    conv: { state: { order } },
    returns: 'The refund is on its way; it takes three days.',
  },
  {
    file: 'order-support/flows/return_item/functions/take_return_fee.py',
    conv: { state: { order } },
    returns: 'The fee is paid.',
  },
  {
    file: 'order-support/flows/track_order/function_steps/look_up_order.py',
    returns: 'null',
    logs: "flow.goto_step('tell_status')",
  },
  {
    file: 'order-support/flows/track_order/functions/read_out_items.py',
    conv: { state: { order } },
    returns: 'In the parcel: a lamp.',
  },
  {
    file: 'order-support/functions/apply_points.py',
    args: ['points=10'],
    conv: { state: { customer_id: 'C-1' } },
    raises: missing('PROJECT-ORDER02', 'loyalty_api_token'),
  },
  {
    file: 'order-support/functions/change_address.py',
    args: ['street=Main 1', 'postcode=12345'],
    conv: { state: { order }, variant: { country: 'uk' } },
    returns: 'The address is changed.',
  },
  {
    file: 'order-support/functions/courier_contract.py',
    args: ['country=uk'],
    returns: '{"contract": "K-1"}',
  },
  { file: 'order-support/functions/crm_session.py', returns: '"<requests.sessions.Session object at ' },
  {
    file: 'order-support/functions/dispatch_courier.py',
    args: ['window=morning'],
    conv: { state: { order } },
    returns: 'The courier is booked.',
  },
  { file: 'order-support/functions/find_customer.py', returns: 'The customer is Ann.' },
  {
    file: 'order-support/functions/open_ticket.py',
    args: ['subject=lamp', 'details=broken'],
    returns: 'The ticket has the number 7.',
    logs: 'info: ticket opened ticket=7',
  },
  {
    file: 'order-support/functions/order_status.py',
    args: ['order_number=12345678'],
    conv: { variant: { country: 'uk' } },
    returns: 'The order is shipped.',
  },
  {
    file: 'order-support/functions/send_tracking_link.py',
    conv: { state: { order } },
    returns: 'The link is sent.',
  },
  {
    file: 'order-support/functions/shipping_estimate.py',
    args: ['tracking_number=T-1'],
    raises: notFound('shiping_api_key'),
  },
  {
    file: 'order-support/functions/store_credit.py',
    args: ['amount=5'],
    conv: { state: { customer_id: 'C-1' } },
    returns: 'The credit is in the account.',
  },
];

/** What these functions import: a class, and no function to call. */
export const exampleModules: readonly string[] = [
  'clinic-reception/functions/scheduling.py',
  'hotel-booking/functions/api_handler.py',
  'order-support/functions/order_client.py',
];

const answers: readonly (readonly [url: RegExp, json: unknown])[] = [
  [/calendar.*\/slots/, { slots: [{ starts_at: '2027-01-01T10:00' }] }],
  [/calendar.*\/appointments/, { id: 'A-1' }],
  [/directory/, [{ extension: 42 }]],
  [/records.*\/next/, { starts_at: '2027-01-01T10:00' }],
  [/translate/, { text: 'translated' }],
  [/booking.*\/rates/, { rates: [{ amount: 90, currency: 'GBP' }] }],
  [/booking.*\/availability/, { rooms: [{ id: 'R-1', name: 'Garden' }] }],
  [/booking.*\/waiting-list/, { position: 3 }],
  [/booking.*\/cancel/, { fee: 25 }],
  [/booking/, { reference: 'HB-1042' }],
  [/crm.*\/guests/, { id: 'G-1', first_name: 'Ann' }],
  [/crm.*\/token/, { access_token: 'not-a-real-access-token' }],
  [/crm.*\/customers/, { customers: [{ id: 'C-1', name: 'Ann' }] }],
  [/weather/, { summary: 'sunny', high: 21 }],
  [/risk/, { risk: 'low' }],
  [/orders.*\/orders\?/, { orders: [order] }],
  [/orders/, { status: 'shipped', items: [{ name: 'a lamp' }] }],
  [/couriers/, { contract: 'K-1' }],
  [/helpdesk/, { ticket: { id: 7 } }],
];

export function exampleAnswer({ url }: ServiceRequest): ServiceAnswer {
  return { json: answers.find(([pattern]) => pattern.test(url))?.[1] ?? {} };
}
