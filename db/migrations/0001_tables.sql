CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"key_hash" "bytea" PRIMARY KEY NOT NULL,
	"operation" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"response" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone,
	"device" text
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea",
	"browser_hash" "bytea",
	"secret" "bytea",
	"next" text,
	"locale" text,
	"wrong_codes" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified_at" timestamp with time zone,
	"image" text,
	"locale" text,
	"admin_since_at" timestamp with time zone,
	"doctor_since_at" timestamp with time zone,
	"deactivated_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_lower" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"practice_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"operation" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"previous" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_events_practice_id_seq_pk" PRIMARY KEY("practice_id","seq")
);
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"practice_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "emails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"practice_id" uuid,
	"client_id" uuid,
	"template" text NOT NULL,
	"to_address" text NOT NULL,
	"rendered" "bytea",
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"dedupe" text NOT NULL,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "emails_state" CHECK ("emails"."state" in ('queued', 'sent', 'kept', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "emails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "booking_babies" (
	"practice_id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	CONSTRAINT "booking_babies_practice_id_booking_id_baby_id_pk" PRIMARY KEY("practice_id","booking_id","baby_id")
);
--> statement-breakpoint
ALTER TABLE "booking_babies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bookings" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lesson_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"referral_id" uuid,
	"reference" text NOT NULL,
	"status" text DEFAULT 'booked' NOT NULL,
	"source" text NOT NULL,
	"price_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"family_note" "bytea",
	"visit_address" "bytea",
	"arrived_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"no_show_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"cancelled_by" text,
	"cancel_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bookings_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "bookings_status" CHECK ("bookings"."status" in ('booked', 'arrived', 'completed', 'no_show', 'cancelled')),
	CONSTRAINT "bookings_cancelled" CHECK (("bookings"."status" = 'cancelled') = ("bookings"."cancelled_at" is not null and "bookings"."cancelled_by" is not null)),
	CONSTRAINT "bookings_price" CHECK ("bookings"."price_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "bookings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lessons" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"kind" text DEFAULT 'lesson' NOT NULL,
	"service_id" uuid,
	"place_id" uuid,
	"title" text,
	"status" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"blocked_from" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"local_start" timestamp NOT NULL,
	"hold_expires_at" timestamp with time zone,
	"hold_secret_hash" "bytea",
	"capacity" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lessons_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "lessons_kind" CHECK ("lessons"."kind" in ('lesson', 'block') and ("lessons"."kind" = 'block' or ("lessons"."service_id" is not null and "lessons"."place_id" is not null))),
	CONSTRAINT "lessons_status" CHECK ("lessons"."status" in ('held', 'requested', 'confirmed', 'completed', 'no_show', 'cancelled', 'expired')),
	CONSTRAINT "lessons_times" CHECK ("lessons"."blocked_from" <= "lessons"."starts_at" and "lessons"."starts_at" < "lessons"."ends_at" and "lessons"."ends_at" <= "lessons"."blocked_until"),
	CONSTRAINT "lessons_hold" CHECK (("lessons"."status" = 'held') = ("lessons"."hold_expires_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "lessons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "links" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"secret" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "links_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "links_kind" CHECK ("links"."kind" in ('booking', 'referral'))
);
--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payments" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"method" text NOT NULL,
	"amount_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"paid_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "payments_kind" CHECK ("payments"."kind" in ('payment', 'refund') and "payments"."method" in ('cash', 'transfer', 'card') and "payments"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "payments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "babies" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"first_name" text NOT NULL,
	"born_on" date NOT NULL,
	"gestation_days" integer,
	"sex" text DEFAULT 'unsaid' NOT NULL,
	"health" "bytea",
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "babies_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "babies_gestation" CHECK ("babies"."gestation_days" between 154 and 314),
	CONSTRAINT "babies_sex" CHECK ("babies"."sex" in ('girl', 'boy', 'unsaid'))
);
--> statement-breakpoint
ALTER TABLE "babies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "clients" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"data_key_id" uuid NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clients_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "clients_source" CHECK ("clients"."source" in ('booking', 'referral', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "clients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "data_keys" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"kid" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "data_keys_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "data_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "feeds" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"by_user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feeds_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "feeds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guardians" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"user_id" uuid,
	"name" text NOT NULL,
	"email" text,
	"phone" text,
	"relation" text,
	"locale" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guardians_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "guardians_email_lower" CHECK ("guardians"."email" = lower("guardians"."email"))
);
--> statement-breakpoint
ALTER TABLE "guardians" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "medical_notes" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"lesson_id" uuid,
	"author_user_id" uuid NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"body" "bytea" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"signed_at" timestamp with time zone,
	"amends_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "medical_notes_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "medical_notes_signed" CHECK (("medical_notes"."status" = 'signed') = ("medical_notes"."signed_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "medical_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"from_user_id" uuid NOT NULL,
	"body" "bytea" NOT NULL,
	"urgent" boolean DEFAULT false NOT NULL,
	"read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credentials" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"issuer" text NOT NULL,
	"title" text NOT NULL,
	"letters" text,
	"number" text,
	"issued_on" date,
	"expires_on" date,
	"state" text DEFAULT 'claimed' NOT NULL,
	"checked_at" timestamp with time zone,
	"checked_by" uuid,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credentials_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "credentials_kind" CHECK ("credentials"."kind" in ('certificate', 'licence', 'insurance', 'background_check', 'first_aid')),
	CONSTRAINT "credentials_state" CHECK ("credentials"."state" in ('claimed', 'checked', 'revoked')),
	CONSTRAINT "credentials_checked" CHECK (("credentials"."state" = 'claimed') = ("credentials"."checked_at" is null))
);
--> statement-breakpoint
ALTER TABLE "credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "date_overrides" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"day" date NOT NULL,
	"starts_time" time,
	"ends_time" time,
	CONSTRAINT "date_overrides_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "date_overrides_window" CHECK (("date_overrides"."starts_time" is null and "date_overrides"."ends_time" is null) or "date_overrides"."starts_time" < "date_overrides"."ends_time")
);
--> statement-breakpoint
ALTER TABLE "date_overrides" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invitations" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"secret" "bytea",
	"invited_by" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('owner', 'practitioner', 'front_desk'))
);
--> statement-breakpoint
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "places" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"postcode" text,
	"latitude" double precision,
	"longitude" double precision,
	"radius_miles" integer,
	"meeting_url" text,
	"time_zone" text NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "places_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "places_kind" CHECK ("places"."kind" in ('studio', 'home', 'hospital', 'online'))
);
--> statement-breakpoint
ALTER TABLE "places" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "practice_members" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"deactivated_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "practice_members_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "practice_members_role" CHECK ("practice_members"."role" in ('owner', 'practitioner', 'front_desk'))
);
--> statement-breakpoint
ALTER TABLE "practice_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "practices" (
	"practice_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"currency" text NOT NULL,
	"locale" text NOT NULL,
	"time_zone" text NOT NULL,
	"phone" text,
	"emergency_number" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "practices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "practitioners" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid,
	"slug" text NOT NULL,
	"display_name" text NOT NULL,
	"letters" text,
	"headline" text,
	"courses_of_study" text,
	"certification" text,
	"experience" text,
	"doctor_referrals" text,
	"area" text,
	"postcode" text,
	"latitude" double precision,
	"longitude" double precision,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"accepts_referrals" boolean DEFAULT true NOT NULL,
	"preterm_experience" boolean DEFAULT false NOT NULL,
	"accepting" text DEFAULT 'new_families' NOT NULL,
	"published_at" timestamp with time zone,
	"indexable" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "practitioners_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "practitioners_slug" CHECK ("practitioners"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length("practitioners"."slug") <= 60),
	CONSTRAINT "practitioners_accepting" CHECK ("practitioners"."accepting" in ('new_families', 'paused'))
);
--> statement-breakpoint
ALTER TABLE "practitioners" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "services" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"place_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"duration_minutes" integer NOT NULL,
	"step_minutes" integer,
	"buffer_before_minutes" integer DEFAULT 0 NOT NULL,
	"buffer_after_minutes" integer DEFAULT 0 NOT NULL,
	"min_notice_minutes" integer DEFAULT 720 NOT NULL,
	"horizon_days" integer DEFAULT 60 NOT NULL,
	"cancel_hours" integer DEFAULT 24 NOT NULL,
	"price_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"bookable" boolean DEFAULT true NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "services_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "services_minutes" CHECK ("services"."duration_minutes" between 5 and 480 and "services"."buffer_before_minutes" between 0 and 240 and "services"."buffer_after_minutes" between 0 and 240 and "services"."min_notice_minutes" between 0 and 525600 and "services"."horizon_days" between 1 and 730),
	CONSTRAINT "services_price" CHECK ("services"."price_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "services" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "weekly_hours" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"weekday" integer NOT NULL,
	"starts_time" time NOT NULL,
	"ends_time" time NOT NULL,
	CONSTRAINT "weekly_hours_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "weekly_hours_window" CHECK ("weekly_hours"."weekday" between 1 and 7 and "weekly_hours"."starts_time" < "weekly_hours"."ends_time")
);
--> statement-breakpoint
ALTER TABLE "weekly_hours" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referral_events" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_user_id" uuid,
	"lesson_id" uuid,
	CONSTRAINT "referral_events_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "referral_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referrals" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"status" text DEFAULT 'unconfirmed' NOT NULL,
	"priority" text DEFAULT 'routine' NOT NULL,
	"doctor_name" text NOT NULL,
	"doctor_role" text NOT NULL,
	"doctor_organisation" text NOT NULL,
	"doctor_email" text NOT NULL,
	"doctor_user_id" uuid,
	"locale" text NOT NULL,
	"data_key_id" uuid NOT NULL,
	"details" "bytea" NOT NULL,
	"email_confirmed_at" timestamp with time zone,
	"answer_due_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"decline_reason" text,
	"decline_note" text,
	"client_id" uuid,
	"baby_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referrals_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "referrals_status" CHECK ("referrals"."status" in ('unconfirmed', 'waiting', 'accepted', 'booked', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "referrals_confirmed" CHECK ("referrals"."status" in ('unconfirmed', 'expired') or "referrals"."email_confirmed_at" is not null),
	CONSTRAINT "referrals_declined" CHECK (("referrals"."status" = 'declined') = ("referrals"."decline_reason" is not null)),
	CONSTRAINT "referrals_accepted" CHECK ("referrals"."status" not in ('accepted', 'booked') or "referrals"."baby_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "referrals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "practice_logs" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"by_user_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"seconds" integer NOT NULL,
	"steps_done" integer DEFAULT 0 NOT NULL,
	"outcome" text NOT NULL,
	"stop_reason" text,
	"liked" text,
	"reactions" text[] DEFAULT '{}' NOT NULL,
	"gate_skipped" text,
	"note" "bytea",
	"key_hash" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "practice_logs_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "practice_logs_outcome" CHECK ("practice_logs"."outcome" in ('done', 'partly', 'stopped') and "practice_logs"."seconds" between 0 and 14400)
);
--> statement-breakpoint
ALTER TABLE "practice_logs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "routine_assignments" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"baby_id" uuid NOT NULL,
	"routine_id" uuid NOT NULL,
	"routine_version" integer NOT NULL,
	"snapshot" jsonb NOT NULL,
	"note" "bytea",
	"times_per_day" integer DEFAULT 1 NOT NULL,
	"until_on" date,
	"assigned_by" uuid NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "routine_assignments_practice_id_id_pk" PRIMARY KEY("practice_id","id"),
	CONSTRAINT "routine_assignments_times" CHECK ("routine_assignments"."times_per_day" between 1 and 6)
);
--> statement-breakpoint
ALTER TABLE "routine_assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "routines" (
	"practice_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"starter_key" text,
	"title" text NOT NULL,
	"body" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "routines_practice_id_id_pk" PRIMARY KEY("practice_id","id")
);
--> statement-breakpoint
ALTER TABLE "routines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_babies" ADD CONSTRAINT "booking_babies_practice_id_booking_id_bookings_practice_id_id_fk" FOREIGN KEY ("practice_id","booking_id") REFERENCES "public"."bookings"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_babies" ADD CONSTRAINT "booking_babies_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_practice_id_lesson_id_lessons_practice_id_id_fk" FOREIGN KEY ("practice_id","lesson_id") REFERENCES "public"."lessons"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_practice_id_referral_id_referrals_practice_id_id_fk" FOREIGN KEY ("practice_id","referral_id") REFERENCES "public"."referrals"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_practice_id_service_id_services_practice_id_id_fk" FOREIGN KEY ("practice_id","service_id") REFERENCES "public"."services"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_practice_id_place_id_places_practice_id_id_fk" FOREIGN KEY ("practice_id","place_id") REFERENCES "public"."places"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_practice_id_booking_id_bookings_practice_id_id_fk" FOREIGN KEY ("practice_id","booking_id") REFERENCES "public"."bookings"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "babies" ADD CONSTRAINT "babies_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_practice_id_data_key_id_data_keys_practice_id_id_fk" FOREIGN KEY ("practice_id","data_key_id") REFERENCES "public"."data_keys"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_author_user_id_users_id_fk" FOREIGN KEY ("author_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "medical_notes" ADD CONSTRAINT "medical_notes_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_from_user_id_users_id_fk" FOREIGN KEY ("from_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "date_overrides" ADD CONSTRAINT "date_overrides_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_members" ADD CONSTRAINT "practice_members_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_members" ADD CONSTRAINT "practice_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practitioners" ADD CONSTRAINT "practitioners_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practitioners" ADD CONSTRAINT "practitioners_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_practice_id_place_id_places_practice_id_id_fk" FOREIGN KEY ("practice_id","place_id") REFERENCES "public"."places"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_hours" ADD CONSTRAINT "weekly_hours_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_actor_user_id_users_id_fk" FOREIGN KEY ("actor_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_practice_id_referral_id_referrals_practice_id_id_fk" FOREIGN KEY ("practice_id","referral_id") REFERENCES "public"."referrals"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_doctor_user_id_users_id_fk" FOREIGN KEY ("doctor_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_practice_id_practitioner_id_practitioners_practice_id_id_fk" FOREIGN KEY ("practice_id","practitioner_id") REFERENCES "public"."practitioners"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_practice_id_data_key_id_data_keys_practice_id_id_fk" FOREIGN KEY ("practice_id","data_key_id") REFERENCES "public"."data_keys"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_logs" ADD CONSTRAINT "practice_logs_by_user_id_users_id_fk" FOREIGN KEY ("by_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_logs" ADD CONSTRAINT "practice_logs_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_logs" ADD CONSTRAINT "practice_logs_practice_id_assignment_id_routine_assignments_practice_id_id_fk" FOREIGN KEY ("practice_id","assignment_id") REFERENCES "public"."routine_assignments"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_assigned_by_users_id_fk" FOREIGN KEY ("assigned_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_practice_id_client_id_clients_practice_id_id_fk" FOREIGN KEY ("practice_id","client_id") REFERENCES "public"."clients"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_practice_id_baby_id_babies_practice_id_id_fk" FOREIGN KEY ("practice_id","baby_id") REFERENCES "public"."babies"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routine_assignments" ADD CONSTRAINT "routine_assignments_practice_id_routine_id_routines_practice_id_id_fk" FOREIGN KEY ("practice_id","routine_id") REFERENCES "public"."routines"("practice_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routines" ADD CONSTRAINT "routines_practice_id_practices_practice_id_fk" FOREIGN KEY ("practice_id") REFERENCES "public"."practices"("practice_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_user_idx" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sessions_user_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_tokens_hash_key" ON "sign_in_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sign_in_tokens_browser_idx" ON "sign_in_tokens" USING btree ("browser_hash");--> statement-breakpoint
CREATE INDEX "sign_in_tokens_expires_idx" ON "sign_in_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "audit_events_subject_idx" ON "audit_events" USING btree ("practice_id","subject_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "emails_dedupe_key" ON "emails" USING btree ("dedupe");--> statement-breakpoint
CREATE INDEX "emails_practice_idx" ON "emails" USING btree ("practice_id","created_at");--> statement-breakpoint
CREATE INDEX "emails_created_idx" ON "emails" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "booking_babies_baby_idx" ON "booking_babies" USING btree ("practice_id","baby_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_reference_key" ON "bookings" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "bookings_lesson_idx" ON "bookings" USING btree ("practice_id","lesson_id");--> statement-breakpoint
CREATE INDEX "bookings_client_idx" ON "bookings" USING btree ("practice_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "bookings_referral_idx" ON "bookings" USING btree ("practice_id","referral_id");--> statement-breakpoint
CREATE INDEX "lessons_practitioner_idx" ON "lessons" USING btree ("practice_id","practitioner_id","starts_at");--> statement-breakpoint
CREATE INDEX "lessons_practice_idx" ON "lessons" USING btree ("practice_id","starts_at");--> statement-breakpoint
CREATE INDEX "lessons_held_idx" ON "lessons" USING btree ("hold_expires_at") WHERE status = 'held';--> statement-breakpoint
CREATE UNIQUE INDEX "links_token_key" ON "links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "links_subject_idx" ON "links" USING btree ("practice_id","subject_id");--> statement-breakpoint
CREATE INDEX "payments_booking_idx" ON "payments" USING btree ("practice_id","booking_id");--> statement-breakpoint
CREATE INDEX "babies_client_idx" ON "babies" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "clients_name_idx" ON "clients" USING btree ("practice_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "feeds_baby_idx" ON "feeds" USING btree ("practice_id","baby_id","ended_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "guardians_client_idx" ON "guardians" USING btree ("practice_id","client_id");--> statement-breakpoint
CREATE INDEX "guardians_user_idx" ON "guardians" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "guardians_email_idx" ON "guardians" USING btree ("email");--> statement-breakpoint
CREATE INDEX "medical_notes_baby_idx" ON "medical_notes" USING btree ("practice_id","baby_id","created_at");--> statement-breakpoint
CREATE INDEX "messages_client_idx" ON "messages" USING btree ("practice_id","client_id","created_at");--> statement-breakpoint
CREATE INDEX "credentials_practitioner_idx" ON "credentials" USING btree ("practice_id","practitioner_id");--> statement-breakpoint
CREATE INDEX "credentials_state_idx" ON "credentials" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "date_overrides_day_idx" ON "date_overrides" USING btree ("practice_id","practitioner_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token_key" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "practice_members_user_key" ON "practice_members" USING btree ("practice_id","user_id");--> statement-breakpoint
CREATE INDEX "practice_members_by_user_idx" ON "practice_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "practitioners_slug_key" ON "practitioners" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "practitioners_user_idx" ON "practitioners" USING btree ("practice_id","user_id");--> statement-breakpoint
CREATE INDEX "practitioners_published_idx" ON "practitioners" USING btree ("published_at") WHERE published_at is not null;--> statement-breakpoint
CREATE INDEX "services_practitioner_idx" ON "services" USING btree ("practice_id","practitioner_id","position");--> statement-breakpoint
CREATE INDEX "weekly_hours_practitioner_idx" ON "weekly_hours" USING btree ("practice_id","practitioner_id","weekday");--> statement-breakpoint
CREATE INDEX "referral_events_referral_idx" ON "referral_events" USING btree ("practice_id","referral_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "referrals_reference_key" ON "referrals" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "referrals_inbox_idx" ON "referrals" USING btree ("practice_id","status","created_at");--> statement-breakpoint
CREATE INDEX "referrals_doctor_idx" ON "referrals" USING btree ("doctor_user_id","created_at");--> statement-breakpoint
CREATE INDEX "referrals_doctor_email_idx" ON "referrals" USING btree ("doctor_email");--> statement-breakpoint
CREATE UNIQUE INDEX "practice_logs_once_key" ON "practice_logs" USING btree ("practice_id","key_hash");--> statement-breakpoint
CREATE INDEX "practice_logs_baby_idx" ON "practice_logs" USING btree ("practice_id","baby_id","started_at");--> statement-breakpoint
CREATE INDEX "routine_assignments_baby_idx" ON "routine_assignments" USING btree ("practice_id","baby_id","created_at");--> statement-breakpoint
CREATE INDEX "routine_assignments_client_idx" ON "routine_assignments" USING btree ("practice_id","client_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "routines_starter_key" ON "routines" USING btree ("practice_id","starter_key");--> statement-breakpoint
CREATE POLICY "owner_all" ON "audit_events" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "audit_events" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "audit_events" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "audit_events" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "admin_read" ON "audit_events" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "owner_all" ON "audit_heads" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "audit_heads" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "audit_heads" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "audit_heads" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "admin_read" ON "audit_heads" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "owner_all" ON "emails" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "emails" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "staff_read" ON "emails" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and (practice_id = any(array(select app_practices()))));--> statement-breakpoint
CREATE POLICY "admin_read" ON "emails" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "owner_all" ON "booking_babies" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "booking_babies" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "booking_babies" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "booking_babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "booking_babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "booking_babies" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "booking_babies" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "booking_babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "booking_babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "booking_babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor');--> statement-breakpoint
CREATE POLICY "link_read" ON "booking_babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "bookings" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "bookings" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "bookings" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "bookings" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "bookings" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "bookings" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "bookings" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "bookings" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (source = 'family'));--> statement-breakpoint
CREATE POLICY "visitor_add" ON "bookings" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor' and (source in ('public', 'referral')));--> statement-breakpoint
CREATE POLICY "link_read" ON "bookings" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_subject('booking'))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "lessons" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "lessons" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "lessons" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "lessons" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "lessons" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "lessons" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "lessons" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (id = any(array(select my_lessons()))));--> statement-breakpoint
CREATE POLICY "link_read" ON "lessons" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_lesson())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "links" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "links" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "links" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_add" ON "links" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "links" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_add" ON "links" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "links" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor');--> statement-breakpoint
CREATE POLICY "doctor_add" ON "links" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'doctor');--> statement-breakpoint
CREATE POLICY "owner_all" ON "payments" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "payments" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "payments" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "payments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "payments" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "payments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "babies" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "babies" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "babies" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "babies" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "babies" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor');--> statement-breakpoint
CREATE POLICY "link_read" ON "babies" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "clients" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "clients" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "clients" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "clients" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "clients" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "clients" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "clients" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "clients" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "clients" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor');--> statement-breakpoint
CREATE POLICY "link_read" ON "clients" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_client())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "data_keys" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "data_keys" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "data_keys" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "data_keys" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "data_keys" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "data_keys" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (id = any(array(select my_data_keys()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "data_keys" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "data_keys" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor');--> statement-breakpoint
CREATE POLICY "link_read" ON "data_keys" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_data_key())));--> statement-breakpoint
CREATE POLICY "doctor_read" ON "data_keys" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor' and (id = any(array(select my_data_keys()))));--> statement-breakpoint
CREATE POLICY "doctor_add" ON "data_keys" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'doctor');--> statement-breakpoint
CREATE POLICY "owner_all" ON "feeds" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "feeds" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "feeds" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "feeds" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "feeds" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "feeds" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "guardians" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "guardians" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "guardians" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "guardians" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "guardians" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "guardians" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "guardians" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "guardians" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "guardians" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor' and (user_id is null));--> statement-breakpoint
CREATE POLICY "link_read" ON "guardians" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (client_id = (select link_client())));--> statement-breakpoint
CREATE POLICY "owner_all" ON "medical_notes" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "medical_notes" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "medical_notes" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "medical_notes" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_add" ON "medical_notes" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "staff_change" ON "medical_notes" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and status = 'draft')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner') and status = 'draft'));--> statement-breakpoint
CREATE POLICY "owner_all" ON "messages" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "messages" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "messages" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "messages" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "messages" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "messages" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "messages" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "messages" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "messages" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "credentials" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "credentials" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "credentials" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "credentials" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "credentials" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and (state = 'claimed'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "credentials" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and (state = 'claimed')) WITH CHECK ((select app_actor()) = 'staff' and (state = 'claimed'));--> statement-breakpoint
CREATE POLICY "parent_read" ON "credentials" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "admin_read" ON "credentials" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "admin_change" ON "credentials" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'admin') WITH CHECK ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "credentials" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practitioner_id = any(array(select published_practitioners()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "date_overrides" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "date_overrides" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "date_overrides" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "date_overrides" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "date_overrides" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "date_overrides" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "date_overrides" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "date_overrides" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "date_overrides" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practitioner_id = any(array(select published_practitioners()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "invitations" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "invitations" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "invitations" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "invitations" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_add" ON "invitations" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "invitations" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "owner_all" ON "places" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "places" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "places" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "places" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "places" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "places" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "places" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "places" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "places" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practice_id = any(array(select published_practices()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "practice_members" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "practice_members" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "practice_members" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "practice_members" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "practice_members" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "practice_members" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "owner_all" ON "practices" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "practices" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "practices" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "practices" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) = 'owner')) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "parent_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link');--> statement-breakpoint
CREATE POLICY "doctor_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor');--> statement-breakpoint
CREATE POLICY "admin_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "admin_add" ON "practices" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "admin_change" ON "practices" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'admin') WITH CHECK ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "practices" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practice_id = any(array(select published_practices()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "practitioners" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "practitioners" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "practitioners" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "practitioners" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) = 'owner'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "practitioners" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link');--> statement-breakpoint
CREATE POLICY "doctor_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor');--> statement-breakpoint
CREATE POLICY "admin_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "admin_change" ON "practitioners" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'admin') WITH CHECK ((select app_actor()) = 'admin');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "practitioners" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (published_at is not null));--> statement-breakpoint
CREATE POLICY "owner_all" ON "services" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "services" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "services" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "services" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "services" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "services" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "services" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "link_read" ON "services" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "services" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practitioner_id = any(array(select published_practitioners()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "weekly_hours" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "weekly_hours" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "weekly_hours" AS RESTRICTIVE FOR ALL TO "handsel_app" USING ((select app_actor()) in ('visitor', 'admin') or practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "weekly_hours" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "weekly_hours" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "weekly_hours" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_remove" ON "weekly_hours" AS PERMISSIVE FOR DELETE TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "weekly_hours" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent');--> statement-breakpoint
CREATE POLICY "visitor_read" ON "weekly_hours" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'visitor' and (practitioner_id = any(array(select published_practitioners()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "referral_events" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "referral_events" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "referral_events" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "referral_events" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "referral_events" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "visitor_add" ON "referral_events" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor' and (kind in ('sent', 'booked')));--> statement-breakpoint
CREATE POLICY "parent_add" ON "referral_events" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (kind = 'booked'));--> statement-breakpoint
CREATE POLICY "doctor_read" ON "referral_events" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor' and (referral_id = any(array(select my_referrals()))));--> statement-breakpoint
CREATE POLICY "doctor_add" ON "referral_events" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'doctor' and (referral_id = any(array(select my_referrals()))));--> statement-breakpoint
CREATE POLICY "link_read" ON "referral_events" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (referral_id = (select link_subject('referral'))));--> statement-breakpoint
CREATE POLICY "link_add" ON "referral_events" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'link' and (referral_id = (select link_subject('referral'))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "referrals" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "referrals" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "referrals" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "referrals" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff' and (status <> 'unconfirmed'));--> statement-breakpoint
CREATE POLICY "staff_change" ON "referrals" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner'))) WITH CHECK ((select app_actor()) = 'staff' and ((select app_role()) in ('owner', 'practitioner')));--> statement-breakpoint
CREATE POLICY "visitor_add" ON "referrals" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'visitor' and (status = 'unconfirmed' and doctor_user_id is null));--> statement-breakpoint
CREATE POLICY "doctor_read" ON "referrals" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'doctor' and (doctor_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "doctor_add" ON "referrals" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'doctor' and (doctor_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "doctor_change" ON "referrals" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'doctor' and (doctor_user_id = (select app_user()))) WITH CHECK ((select app_actor()) = 'doctor' and (doctor_user_id = (select app_user())));--> statement-breakpoint
CREATE POLICY "link_read" ON "referrals" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_subject('referral'))));--> statement-breakpoint
CREATE POLICY "link_change" ON "referrals" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'link' and (id = (select link_subject('referral')))) WITH CHECK ((select app_actor()) = 'link' and (id = (select link_subject('referral'))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "practice_logs" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "practice_logs" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "practice_logs" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "practice_logs" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "practice_logs" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_add" ON "practice_logs" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "parent_change" ON "practice_logs" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients())))) WITH CHECK ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "routine_assignments" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "routine_assignments" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "routine_assignments" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "routine_assignments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "routine_assignments" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "routine_assignments" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "parent_read" ON "routine_assignments" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'parent' and (client_id = any(array(select my_clients()))));--> statement-breakpoint
CREATE POLICY "owner_all" ON "routines" AS PERMISSIVE FOR ALL TO "handsel_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "system_all" ON "routines" AS PERMISSIVE FOR ALL TO "handsel_app" USING ((select app_actor()) = 'system') WITH CHECK ((select app_actor()) = 'system');--> statement-breakpoint
CREATE POLICY "practice_wall" ON "routines" AS RESTRICTIVE FOR ALL TO "handsel_app" USING (practice_id = any(array(select app_practices()))) WITH CHECK (practice_id = any(array(select app_practices())));--> statement-breakpoint
CREATE POLICY "staff_read" ON "routines" AS PERMISSIVE FOR SELECT TO "handsel_app" USING ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_add" ON "routines" AS PERMISSIVE FOR INSERT TO "handsel_app" WITH CHECK ((select app_actor()) = 'staff');--> statement-breakpoint
CREATE POLICY "staff_change" ON "routines" AS PERMISSIVE FOR UPDATE TO "handsel_app" USING ((select app_actor()) = 'staff') WITH CHECK ((select app_actor()) = 'staff');