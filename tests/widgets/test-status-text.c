/* test-status-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gst/gst.h>

#include "wall-badge.h"
#include "wall-reason-text.h"
#include "wall-status-text.h"

#define S ((gint64) G_USEC_PER_SEC)

typedef struct {
  const char      *words;
  WallCameraStatus status;
} Row;

/* The words of the design, to the letter. */
static const Row rows[] = {
  { "Not started", { .state = WALL_LINK_IDLE } },
  { "Queued", { .state = WALL_LINK_QUEUED, .state_age_us = 9 * S } },
  { "Connecting…", { .state = WALL_LINK_CONNECTING, .state_age_us = 2 * S - 1 } },
  { "Connecting… 2 s", { .state = WALL_LINK_CONNECTING, .state_age_us = 2 * S } },
  { "Connecting… 3 s", { .state = WALL_LINK_CONNECTING, .state_age_us = 4 * S - 1 } },
  { "Signing in…", { .state = WALL_LINK_SIGNING_IN } },
  { "Asking for video…", { .state = WALL_LINK_SIGNING_IN, .is_anonymous = TRUE } },
  { "Waiting for picture…", { .state = WALL_LINK_WAITING_PICTURE } },
  { "Waiting for picture… 5 s", { .state = WALL_LINK_WAITING_PICTURE, .state_age_us = 5 * S } },
  { "Live", { .state = WALL_LINK_LIVE, .is_shown = TRUE } },
  { "Receiving", { .state = WALL_LINK_LIVE } },
  { "Damaged", { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_DAMAGED } },
  { "Unchanged 40 s", { .state = WALL_LINK_LIVE, .is_shown = TRUE,
                        .notices = WALL_NOTICE_UNCHANGED, .unchanged_us = 40 * S } },
  { "Reduced 1.2/s", { .state = WALL_LINK_LIVE, .is_shown = TRUE,
                       .notices = WALL_NOTICE_REDUCED, .fps = 1.2 } },
  { "Late 1.4 s", { .state = WALL_LINK_LATE, .picture_age_us = 1400000 } },
  { "Stalled 4 s", { .state = WALL_LINK_STALLED, .picture_age_us = 4 * S } },
  { "Stalled 4 s", { .state = WALL_LINK_STALLED, .picture_age_us = 5 * S - 1 } },
  { "Stalled 1 min", { .state = WALL_LINK_STALLED, .picture_age_us = 119 * S } },
  { "Stalled 3 h", { .state = WALL_LINK_STALLED, .picture_age_us = 3 * 3600 * S } },
  { "Stalled 3 d", { .state = WALL_LINK_STALLED, .picture_age_us = 72 * 3600 * S } },
  { "Stalled", { .state = WALL_LINK_STALLED, .picture_age_us = -1 } },
  { "Closing…", { .state = WALL_LINK_CLOSING } },
  { "Retry in 8 s – refused", { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 8 * S,
                                .reason = WALL_REASON_REFUSED } },
  { "Retry in 1 s – timed out", { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 1,
                                  .reason = WALL_REASON_TIMED_OUT } },
  { "Retry in 8 s", { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 8 * S } },
  { "Wrong password", { .state = WALL_LINK_NEEDS_ATTENTION,
                        .reason = WALL_REASON_WRONG_PASSWORD } },
  { "Password needed", { .state = WALL_LINK_NEEDS_ATTENTION,
                         .reason = WALL_REASON_PASSWORD_NEEDED } },
  { "No such channel", { .state = WALL_LINK_NEEDS_ATTENTION,
                         .reason = WALL_REASON_NO_SUCH_CHANNEL } },
  { "Not a DVRIP device", { .state = WALL_LINK_NEEDS_ATTENTION,
                            .reason = WALL_REASON_NOT_DVRIP } },
  { "No H.265 decoder", { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NO_DECODER,
                          .codec = "H.265" } },
  { "No decoder", { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NO_DECODER } },
  { "Unsupported format", { .state = WALL_LINK_NEEDS_ATTENTION, .codec = "H.265",
                            .reason = WALL_REASON_UNSUPPORTED } },
  { "Locked out", { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_LOCKED_OUT,
                    .retry_in_us = -1 } },
  { "Not a video service", { .state = WALL_LINK_NEEDS_ATTENTION,
                             .reason = WALL_REASON_WRONG_SERVICE } },
  { "No such stream", { .state = WALL_LINK_NEEDS_ATTENTION,
                        .reason = WALL_REASON_NO_SUCH_STREAM } },
  { "Certificate changed", { .state = WALL_LINK_NEEDS_ATTENTION,
                             .reason = WALL_REASON_CERTIFICATE_CHANGED } },
  { "Retry in 8 s – no secure connection", { .state = WALL_LINK_WAITING_RETRY,
                                             .retry_in_us = 8 * S,
                                             .reason = WALL_REASON_TLS_FAILED } },
  { "Off", { .state = WALL_LINK_OFF } },
};

static void
test_words_of_the_design (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = wall_badge_text (&rows[i].status);

    g_assert_cmpstr (text, ==, rows[i].words);
  }
}

static void
test_locked_out_until (void)
{
  WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION,
                              .reason = WALL_REASON_LOCKED_OUT, .retry_in_us = 1800 * S };
  g_autoptr (GRegex) pattern = g_regex_new ("^Locked out until [0-2][0-9]:[0-5][0-9]$", 0, 0,
                                            NULL);
  g_autofree char *before = NULL, *text = NULL, *after = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) until = g_date_time_add (now, status.retry_in_us);
  g_autoptr (GDateTime) later = NULL;

  text = wall_badge_text (&status);
  later = g_date_time_add_seconds (until, 59);
  before = g_date_time_format (until, "Locked out until %H:%M");
  after = g_date_time_format (later, "Locked out until %H:%M");

  g_assert_true (g_regex_match (pattern, text, 0, NULL));
  g_assert_true (g_str_equal (text, before) || g_str_equal (text, after));
}

static void
assert_says_something (const WallCameraStatus *status)
{
  g_autofree char *text = wall_badge_text (status);
  g_autofree char *sentence = wall_status_sentence (status);

  g_assert_cmpstr (text, !=, "");
  g_assert_cmpstr (text, !=, "Unknown");
  g_assert_null (strchr (text, '\n'));
  g_assert_cmpstr (sentence, !=, "Unknown");
  g_assert_true (g_str_has_suffix (sentence, "."));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (wall_badge_icon_name (status), "-symbolic"));
  g_assert_cmpstr (wall_badge_css_class (status), !=, "");
}

static void
test_never_empty (void)
{
  for (int state = 0; state < WALL_N_LINK_STATES; state++)
    for (int reason = 0; reason < WALL_N_REASONS; reason++)
      for (int notices = 0; notices < 16; notices++)
        for (int is_shown = 0; is_shown < 2; is_shown++)
          assert_says_something (&(WallCameraStatus) {
            .state = (WallLinkState) state,
            .reason = (WallReason) reason,
            .notices = (WallNotice) notices,
            .is_shown = is_shown,
            .picture_age_us = -1,
            .unchanged_us = -1,
            .retry_in_us = -1,
          });
}

static void
test_live_only_if_shown (void)
{
  for (int state = 0; state < WALL_N_LINK_STATES; state++)
    for (int is_shown = 0; is_shown < 2; is_shown++) {
      WallCameraStatus status = { .state = (WallLinkState) state, .is_shown = is_shown };
      g_autofree char *text = wall_badge_text (&status);

      g_assert_true (g_str_equal (text, "Live") == (state == WALL_LINK_LIVE && is_shown));
      g_assert_true (g_str_equal (wall_badge_css_class (&status), "live")
                     == (state == WALL_LINK_LIVE && is_shown));
    }
}

static void
test_reasons_differ (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int reason = 0; reason < WALL_N_REASONS; reason++) {
    g_assert_true (g_hash_table_add (words, (char *) wall_reason_get_words ((WallReason) reason)));
    g_assert_true (g_hash_table_add (sentences,
                                     wall_reason_dup_sentence ((WallReason) reason, "H.265")));
  }
}

static void
test_decoder_names_package (void)
{
  WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NO_DECODER,
                              .codec = "H.265" };
  g_autofree char *sentence = wall_status_sentence (&status);

  g_assert_nonnull (strstr (sentence, "H.265"));
  g_assert_nonnull (strstr (sentence, "gstreamer1.0-libav"));
}

/* Nobody is sent to install what would not help. */
static void
test_unsupported_names_no_package (void)
{
  WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION,
                              .reason = WALL_REASON_UNSUPPORTED, .codec = "H.265" };
  g_autofree char *sentence = wall_status_sentence (&status);

  g_assert_null (strstr (sentence, "gstreamer"));
  g_assert_nonnull (strstr (sentence, "H.264"));
}

/* A click asks for another one; trying the same one again by itself would lock the account. */
static void
test_wrong_password_says_what_to_do (void)
{
  WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION,
                              .reason = WALL_REASON_WRONG_PASSWORD };
  g_autofree char *sentence = wall_status_sentence (&status);

  g_assert_nonnull (strstr (sentence, "Click the tile"));
  g_assert_nonnull (strstr (sentence, "not tried again by itself"));
}

/* Where the parser is missing another package helps. */
static void
test_package_is_the_missing_one (void)
{
  WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NO_DECODER,
                              .codec = "H.264" };
  g_autoptr (GstPluginFeature) parser
    = gst_registry_lookup_feature (gst_registry_get (), "h264parse");
  g_autofree char *sentence = NULL;

  g_assert_nonnull (parser);
  gst_registry_remove_feature (gst_registry_get (), parser);
  sentence = wall_status_sentence (&status);
  g_assert_nonnull (strstr (sentence, "gstreamer1.0-plugins-bad"));
  g_assert_null (strstr (sentence, "libav"));
}

static void
test_old_picture (void)
{
  gint64 day = 24 * 3600 * S;
  g_autofree char *recent = wall_old_picture_text (100 * day, 100 * day + 60 * S);
  g_autofree char *old = wall_old_picture_text (100 * day, 102 * day);

  g_assert_cmpstr (recent, ==, "Picture of 00:00:00");
  g_assert_cmpstr (old, ==, "Picture of 04/11/70 00:00");
}

/* With room for no word the symbol stands with the time that matters, or alone. */
static void
test_figure (void)
{
  static const Row figures[] = {
    { "", { .state = WALL_LINK_CONNECTING, .state_age_us = 2 * S - 1 } },
    { "3 s", { .state = WALL_LINK_SIGNING_IN, .state_age_us = 3 * S } },
    { "5 s", { .state = WALL_LINK_WAITING_PICTURE, .state_age_us = 5 * S } },
    { "", { .state = WALL_LINK_LIVE, .is_shown = TRUE } },
    { "40 s", { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_UNCHANGED,
                .unchanged_us = 40 * S } },
    { "", { .state = WALL_LINK_LATE, .picture_age_us = S - 1 } },
    { "", { .state = WALL_LINK_STALLED, .picture_age_us = -1 } },
    { "4 s", { .state = WALL_LINK_STALLED, .picture_age_us = 4 * S } },
    { "12 s", { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 12 * S } },
    { "", { .state = WALL_LINK_WAITING_RETRY } },
    { "", { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_PASSWORD_NEEDED } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++) {
    g_autofree char *text = wall_badge_figure_text (&figures[i].status);

    g_assert_cmpstr (text, ==, figures[i].words);
  }
}

static void
test_sums (void)
{
  static const struct {
    const char    *text;
    WallCameraSums sums;
  } sums[] = {
    { "", { 0 } },
    { "16 live", { .live = 16 } },
    { "23 live · 1 stalled · 1 offline", { .live = 23, .stalled = 1, .offline = 1 } },
    { "1 needs attention", { .attention = 1 } },
    { "2 need attention", { .attention = 2 } },
    { "1 live · 2 receiving · 3 late · 4 stalled · 5 connecting · 6 offline · "
      "7 need attention · 8 off", { 1, 2, 3, 4, 5, 6, 7, 8 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++) {
    g_autofree char *text = wall_sums_text (&sums[i].sums);

    g_assert_cmpstr (text, ==, sums[i].text);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/widgets/status-text/words-of-the-design", test_words_of_the_design);
  g_test_add_func ("/widgets/status-text/locked-out-until", test_locked_out_until);
  g_test_add_func ("/widgets/status-text/never-empty", test_never_empty);
  g_test_add_func ("/widgets/status-text/live-only-if-shown", test_live_only_if_shown);
  g_test_add_func ("/widgets/status-text/reasons-differ", test_reasons_differ);
  g_test_add_func ("/widgets/status-text/decoder-names-package", test_decoder_names_package);
  g_test_add_func ("/widgets/status-text/unsupported-names-no-package",
                   test_unsupported_names_no_package);
  g_test_add_func ("/widgets/status-text/package-is-the-missing-one",
                   test_package_is_the_missing_one);
  g_test_add_func ("/widgets/status-text/wrong-password-says-what-to-do",
                   test_wrong_password_says_what_to_do);
  g_test_add_func ("/widgets/status-text/old-picture", test_old_picture);
  g_test_add_func ("/widgets/status-text/figure", test_figure);
  g_test_add_func ("/widgets/status-text/sums", test_sums);

  return g_test_run ();
}
