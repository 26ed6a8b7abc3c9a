CREATE TABLE "outside_busy" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "outside_busy_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "outside_busy_times" CHECK ("outside_busy"."starts_at" < "outside_busy"."ends_at")
);
--> statement-breakpoint
ALTER TABLE "outside_busy" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outside_calendars" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" "bytea" NOT NULL,
	"host" text NOT NULL,
	"etag" text,
	"last_read_at" timestamp with time zone,
	"last_tried_at" timestamp with time zone,
	"last_problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outside_calendars_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "outside_calendars" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"practice_id" uuid,
	"detail" text DEFAULT 'busy' NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"last_read_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_feeds_detail" CHECK ("calendar_feeds"."detail" in ('busy', 'initials', 'names'))
);
--> statement-breakpoint
CREATE TABLE "contact_preferences" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"guardian_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"channel" text NOT NULL,
	"allowed" boolean NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_preferences_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "contact_preferences_kind" CHECK ("contact_preferences"."purpose" in ('booking', 'reminder', 'follow_up', 'routine') and "contact_preferences"."channel" in ('email', 'sms'))
);
--> statement-breakpoint
ALTER TABLE "contact_preferences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_templates" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"template" text NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_templates_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "mail_templates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reminders" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"minutes" integer NOT NULL,
	"lesson_starts_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reminders_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "reminders_kind" CHECK ("reminders"."kind" in ('reminder', 'follow_up') and "reminders"."minutes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "reminders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" DROP CONSTRAINT "bookings_status";--> statement-breakpoint
ALTER TABLE "links" DROP CONSTRAINT "links_kind";--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "channel" text DEFAULT 'email' NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "heard_from" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "cancel_rule" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "fee_minor" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "answer_by" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "latitude" double precision;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "longitude" double precision;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "on_top" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "lessons" ADD COLUMN "hand_over_to" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "used_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "silent_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "guardians" ADD COLUMN "copies_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "date_overrides" ADD COLUMN "place_id" uuid;--> statement-breakpoint
ALTER TABLE "practice_members" ADD COLUMN "notice_booked_hours" integer;--> statement-breakpoint
ALTER TABLE "practice_members" ADD COLUMN "notice_moved_hours" integer;--> statement-breakpoint
ALTER TABLE "practice_members" ADD COLUMN "notice_cancelled_hours" integer;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "quiet_from" time DEFAULT '21:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "quiet_until" time DEFAULT '07:00' NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "request_hours" integer DEFAULT 48 NOT NULL;--> statement-breakpoint
ALTER TABLE "practices" ADD COLUMN "prove_first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "practitioners" ADD COLUMN "max_per_day" integer;--> statement-breakpoint
ALTER TABLE "practitioners" ADD COLUMN "max_per_week" integer;--> statement-breakpoint
ALTER TABLE "practitioners" ADD COLUMN "travel_kmh" integer;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "listing" text DEFAULT 'listed' NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "approval" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "color" text DEFAULT 'brand' NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "same_day" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "opens_on" date;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "closes_on" date;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "max_per_day" integer;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "max_per_week" integer;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "grace_minutes" integer DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "late_fee_percent" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "illness_free" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "reminder_minutes" integer[] DEFAULT '{2880,180}' NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "follow_up_hours" integer;--> statement-breakpoint
ALTER TABLE "weekly_hours" ADD COLUMN "place_id" uuid;--> statement-breakpoint
ALTER TABLE "outside_busy" ADD CONSTRAINT "outside_busy_practice_id_calendar_id_outside_calendars_practice_id_id_fk" FOREIGN KEY ("practice_id","calendar_id") REFERENCES "public"."outside_calendars"("practice_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_calendars" ADD CONSTRAINT "outside_calendars_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_preferences" ADD CONSTRAINT "contact_preferences_practice_id_guardian_id_guardians_practice_id_id_fk" FOREIGN KEY ("practice_id","guardian_id") REFERENCES "public"."guardians"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_templates" ADD CONSTRAINT "mail_templates_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_practice_id_booking_id_bookings_practice_id_id_fk" FOREIGN KEY ("practice_id","booking_id") REFERENCES "public"."bookings"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outside_busy_calendar_idx" ON "outside_busy" USING btree ("practice_id","calendar_id");--> statement-breakpoint
CREATE INDEX "outside_busy_practitioner_idx" ON "outside_busy" USING btree ("practitioner_id","ends_at");--> statement-breakpoint
CREATE INDEX "outside_calendars_practitioner_idx" ON "outside_calendars" USING btree ("practice_id","practitioner_id");--> statement-breakpoint
CREATE INDEX "outside_calendars_tried_idx" ON "outside_calendars" USING btree ("last_tried_at");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_token_key" ON "calendar_feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "calendar_feeds_user_idx" ON "calendar_feeds" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "calendar_feeds_practice_idx" ON "calendar_feeds" USING btree ("practice_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contact_preferences_key" ON "contact_preferences" USING btree ("practice_id","guardian_id","purpose","channel");--> statement-breakpoint
CREATE UNIQUE INDEX "mail_templates_key" ON "mail_templates" USING btree ("practice_id","template","locale");--> statement-breakpoint
CREATE UNIQUE INDEX "reminders_once_key" ON "reminders" USING btree ("practice_id","booking_id","kind","minutes","lesson_starts_at");--> statement-breakpoint
CREATE INDEX "reminders_due_idx" ON "reminders" USING btree ("due_at") WHERE done_at is null;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_practice_id_hand_over_to_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","hand_over_to") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "date_overrides" ADD CONSTRAINT "date_overrides_practice_id_place_id_places_practice_id_id_fk" FOREIGN KEY ("practice_id","place_id") REFERENCES "public"."places"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_hours" ADD CONSTRAINT "weekly_hours_practice_id_place_id_places_practice_id_id_fk" FOREIGN KEY ("practice_id","place_id") REFERENCES "public"."places"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emails_client_idx" ON "emails" USING btree ("practice_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "lessons_answer_idx" ON "lessons" USING btree ("answer_by") WHERE status = 'requested';--> statement-breakpoint
CREATE INDEX "lessons_on_top_idx" ON "lessons" USING btree ("practitioner_id","starts_at") WHERE on_top;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_channel" CHECK ("emails"."channel" in ('email', 'sms'));--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_rules" CHECK ("bookings"."heard_from" in ('doctor', 'midwife', 'friend', 'search', 'social', 'leaflet', 'other') and "bookings"."cancel_rule" in ('free', 'grace', 'late', 'illness', 'bereavement', 'declined', 'unanswered') and "bookings"."fee_minor" >= 0);--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_status" CHECK ("bookings"."status" in ('requested', 'booked', 'arrived', 'completed', 'no_show', 'cancelled'));--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_request" CHECK (("lessons"."status" = 'requested') = ("lessons"."answer_by" is not null));--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_point" CHECK (("lessons"."latitude" is null) = ("lessons"."longitude" is null));--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_kind" CHECK ("links"."kind" in ('booking', 'referral', 'service'));--> statement-breakpoint
ALTER TABLE "practitioners" ADD CONSTRAINT "practitioners_limits" CHECK ("practitioners"."max_per_day" > 0 and "practitioners"."max_per_week" > 0 and "practitioners"."travel_kmh" between 3 and 150);--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_choices" CHECK ("services"."listing" in ('listed', 'unlisted', 'by_link') and "services"."color" in ('brand', 'info', 'glow', 'good', 'plum', 'stone'));--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_limits" CHECK ("services"."max_per_day" > 0 and "services"."max_per_week" > 0 and "services"."grace_minutes" between 0 and 1440 and "services"."late_fee_percent" between 0 and 100 and "services"."follow_up_hours" between 0 and 336 and cardinality("services"."reminder_minutes") <= 5 and "services"."opens_on" <= "services"."closes_on");--> statement-breakpoint
CREATE POLICY "owner_all" ON "outside_busy" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "outside_busy" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "outside_busy" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "outside_busy" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "outside_busy" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "outside_busy" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "outside_busy" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "owner_all" ON "outside_calendars" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "outside_calendars" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "outside_calendars" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "outside_calendars" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "outside_calendars" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "outside_calendars" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "outside_calendars" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "owner_all" ON "contact_preferences" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "contact_preferences" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "contact_preferences" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "contact_preferences" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "contact_preferences" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "contact_preferences" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "contact_preferences" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "contact_preferences" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "contact_preferences" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_change" ON "contact_preferences" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())))) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "mail_templates" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "mail_templates" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "mail_templates" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "mail_templates" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "mail_templates" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "mail_templates" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_remove" ON "mail_templates" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "owner_all" ON "reminders" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "reminders" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "reminders" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "reminders" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "reminders" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "reminders" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "reminders" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "reminders" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));