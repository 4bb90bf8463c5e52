/* test-fault-spec.c
 *
 * Faults and deviations as people write them, and the tables that they come from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-deviation.h"
#include "encoder-fault-spec.h"

#define SECOND G_USEC_PER_SEC

static const struct {
  const char      *text;
  EncoderFaultSpec spec;
} right[] = {
  { "stall", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_STALL } },
  { "all:stall", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_STALL } },
  { "3:none", { 3, ENCODER_FAULT_ONLY, ENCODER_FAULT_NONE } },
  { "1:+drop", { 1, ENCODER_FAULT_ADD, ENCODER_FAULT_DROP, 10 } },
  { "1:-drop", { 1, ENCODER_FAULT_REMOVE, ENCODER_FAULT_DROP, 10 } },
  { "2:drop=25", { 2, ENCODER_FAULT_ONLY, ENCODER_FAULT_DROP, 25 } },
  { "2:drop=25@10", { 2, ENCODER_FAULT_ONLY, ENCODER_FAULT_DROP, 25, 10 * SECOND } },
  { "2:drop=25@10+0.5", { 2, ENCODER_FAULT_ONLY, ENCODER_FAULT_DROP, 25, 10 * SECOND, SECOND / 2 } },
  { "2:+freeze@0+5", { 2, ENCODER_FAULT_ADD, ENCODER_FAULT_FREEZE, 0, 0, 5 * SECOND } },
  { "reset@1.25", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_RESET, 0, SECOND * 5 / 4 } },
  { "packet-length", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_PACKET_LENGTH, 4294967295.0 } },
  { "packet-length=0x7FFFFFFF",
    { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_PACKET_LENGTH, 2147483647.0 } },
  { "packet-length=0", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_PACKET_LENGTH, 0 } },
  { "clock-jump=-86400", { 0, ENCODER_FAULT_ONLY, ENCODER_FAULT_CLOCK_JUMP, -86400 } },
};

static void
test_right_specs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++) {
    g_autoptr (GError) error = NULL;
    EncoderFaultSpec spec;

    g_test_message ("%s", right[i].text);
    g_assert_true (encoder_fault_spec_parse (right[i].text, 4, &spec, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (spec.channel, ==, right[i].spec.channel);
    g_assert_cmpint (spec.mode, ==, right[i].spec.mode);
    g_assert_cmpint (spec.fault, ==, right[i].spec.fault);
    if (encoder_fault_get_info (spec.fault)->value)
      g_assert_cmpfloat (spec.value, ==, right[i].spec.value);
    g_assert_cmpint (spec.start_us, ==, right[i].spec.start_us);
    g_assert_cmpint (spec.duration_us, ==, right[i].spec.duration_us);
  }
}

static void
test_wrong_specs (void)
{
  static const char *const wrong[] = {
    "", ":", "explode", "0:stall", "5:stall", "-1:stall", "one:stall", "1:", "1:stall=3",
    "1:drop=", "1:drop=0", "1:drop=101", "1:drop=ten", "1:drop=nan", "1:drop=inf", "1:drop@",
    "1:drop@-1", "1:drop@1+", "1:drop@1+0", "1:drop@1+x", "1:drop@x", "reset@1+2", "none@1+2",
    "1:packet-length=0x100000000", "1:packet-length=-1", "1:++drop", "1:Stall", "1: stall",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    EncoderFaultSpec spec = { .channel = 77 };

    g_test_message ("%s", wrong[i]);
    g_assert_false (encoder_fault_spec_parse (wrong[i], 4, &spec, &error));
    g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    g_assert_cmpuint (strlen (error->message), >, 10);
    g_assert_cmpuint (spec.channel, ==, 77);
  }
}

static gboolean
is_nick (const char *text)
{
  return g_regex_match_simple ("^[a-z0-9]+(-[a-z0-9]+)*$", text, 0, 0);
}

static void
test_tables_are_whole (void)
{
  for (guint i = 0; i < ENCODER_N_FAULTS; i++) {
    const EncoderFaultInfo *info = encoder_fault_get_info ((EncoderFault) i);
    EncoderFault fault;

    g_assert_true (is_nick (info->nick));
    g_assert_true (encoder_fault_from_nick (info->nick, &fault));
    g_assert_cmpint (fault, ==, i);
    g_assert_true (g_str_has_suffix (info->words, "."));
    g_assert_true (g_str_has_suffix (info->client, "."));
    if (info->value) {
      g_assert_cmpfloat (info->min, <, info->max);
      g_assert_cmpfloat (info->normal, >=, info->min);
      g_assert_cmpfloat (info->normal, <=, info->max);
    }
  }

  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++) {
    const EncoderDeviationInfo *info = encoder_deviation_get_info ((EncoderDeviation) i);
    EncoderDeviations deviations = { 0 };

    g_assert_true (is_nick (info->nick));
    g_assert_true (encoder_deviations_parse (info->nick, &deviations, NULL));
    g_assert_true (encoder_deviations_has (&deviations, (EncoderDeviation) i));
    g_assert_cmpint (g_bit_storage (deviations.bits), ==, i + 1);
    g_assert_true (g_str_has_suffix (info->words, "."));
    g_assert_true (g_str_has_suffix (info->client, "."));
  }
}

static void
test_deviations_add_up (void)
{
  EncoderDeviations deviations = { 0 };
  g_autofree char *text = NULL;

  g_assert_true (encoder_deviations_parse ("newline, version-0", &deviations, NULL));
  g_assert_true (encoder_deviations_parse ("extra", &deviations, NULL));
  text = encoder_deviations_to_string (&deviations);
  g_assert_cmpstr (text, ==, "version-0,newline,extra");
  g_assert_true (encoder_deviations_parse ("none,extra1", &deviations, NULL));
  g_assert_true (encoder_deviations_has (&deviations, ENCODER_DEVIATION_EXTRA1));
  g_assert_false (encoder_deviations_has (&deviations, ENCODER_DEVIATION_NEWLINE));
}

static void
test_wrong_deviations (void)
{
  static const char *const wrong[] = {
    "", "explode", "newline,", "newline,nul", "extra,extra1", "one-socket,two-sockets", "Newline",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    EncoderDeviations deviations = { 0 };
    g_autoptr (GError) error = NULL;

    g_assert_false (encoder_deviations_parse (wrong[i], &deviations, &error));
    g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    g_assert_cmpuint (deviations.bits, ==, 0);
  }
}

/* What comes of a login's answer, of another answer, of a refusal, and of what is no text. */
#define LOGIN   "{ \"AliveInterval\" : 20, \"ChannelNum\" : 1, \"Ret\" : 100, \"SessionID\" : "
#define ANSWER  "{ \"Name\" : \"OPMonitor\", \"Ret\" : 100, \"SessionID\" : "
#define REFUSAL "{ \"Name\" : \"\", \"Ret\" : 203, \"SessionID\" : "

static const struct {
  const char *deviation, *before;
  const char *after;
  gsize       n_end;    /* of @after, the bytes of its terminator */
} texts[] = {
  { "none", ANSWER "\"0x0000001B\" }", ANSWER "\"0x0000001B\" }\n", 2 },
  { "newline", ANSWER "\"0x0000001B\" }", ANSWER "\"0x0000001B\" }\n", 1 },
  { "nul", ANSWER "\"0x0000001B\" }", ANSWER "\"0x0000001B\" }", 1 },
  { "no-terminator", ANSWER "\"0x0000001B\" }", ANSWER "\"0x0000001B\" }", 0 },
  { "short-session", ANSWER "\"0x0000001B\" }", ANSWER "\"0x1B\" }\n", 2 },
  { "long-session", ANSWER "\"0x0000001B\" }", ANSWER "\"0x000000001b\" }\n", 2 },
  { "failed-session", REFUSAL "\"0x00000000\" }", REFUSAL "\"0x000004D2\" }\n", 2 },
  { "failed-session", ANSWER "\"0x00000000\" }", ANSWER "\"0x00000000\" }\n", 2 },
  { "no-ret", ANSWER "\"0x0000001B\" }",
    "{ \"Name\" : \"OPMonitor\", \"SessionID\" : \"0x0000001B\" }\n", 2 },
  { "no-ret", LOGIN "\"0x0000001B\" }", LOGIN "\"0x0000001B\" }\n", 2 },
  { "no-ret", REFUSAL "\"0x00000000\" }", REFUSAL "\"0x00000000\" }\n", 2 },
  { "no-alive-interval", LOGIN "\"0x0000001B\" }",
    "{ \"ChannelNum\" : 1, \"Ret\" : 100, \"SessionID\" : \"0x0000001B\" }\n", 2 },
  { "newline,short-session,no-ret", "\xff\xd8\xff\xe0 picture", "\xff\xd8\xff\xe0 picture\n", 2 },
};

static void
test_deviating_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    EncoderDeviations deviations = { 0 };
    g_autofree char *with_end = g_strconcat (texts[i].before, "\n", NULL);
    g_autoptr (GBytes) before = g_bytes_new (with_end, strlen (with_end) + 1);
    g_autoptr (GBytes) after = NULL;
    gsize newline = g_str_has_suffix (texts[i].after, "\n");

    g_assert_true (encoder_deviations_parse (texts[i].deviation, &deviations, NULL));
    after = encoder_deviations_rewrite (&deviations, before);
    g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), texts[i].after,
                     strlen (texts[i].after) - newline + texts[i].n_end);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/fault-spec/right-specs", test_right_specs);
  g_test_add_func ("/encoder/fault-spec/wrong-specs", test_wrong_specs);
  g_test_add_func ("/encoder/fault-spec/tables-are-whole", test_tables_are_whole);
  g_test_add_func ("/encoder/fault-spec/deviations-add-up", test_deviations_add_up);
  g_test_add_func ("/encoder/fault-spec/wrong-deviations", test_wrong_deviations);
  g_test_add_func ("/encoder/fault-spec/deviating-texts", test_deviating_texts);
  return g_test_run ();
}
