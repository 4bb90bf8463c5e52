/* test-help.c
 *
 * The help has every word that stands on a tile, and what to do about it; and finds what is typed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gst/gst.h>
#include <string.h>

#include "wall-help-text.h"
#include "wall-help.h"
#include "wall-reason-text.h"
#include "wall-widgets.h"

#define WAIT_SECONDS 60

/* The words of the design, without their figures. */
static const char *const words[] = {
  "Connecting…", "Signing in…", "Waiting for picture…", "Live", "Late", "Stalled", "Queued",
  "Damaged", "Unchanged", "Reduced", "Retry in", "Wrong password", "Password needed", "Locked out",
  "Certificate changed", "No such channel", "Not a DVRIP device", "No decoder", "Off",
};

static void
add_topic (const char *group,
           const char *title,
           const char *text,
           const char *icon_name,
           gpointer    topics)
{
  g_assert_cmpstr (group, !=, "");
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_true (g_hash_table_insert (topics, g_strdup (title), g_strdup (text)));
}

static GHashTable *
collect (void)
{
  GHashTable *topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  wall_help_text_visit (add_topic, topics);

  return topics;
}

static void
test_has_every_word (void)
{
  g_autoptr (GHashTable) topics = collect ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    GHashTableIter each;
    gpointer title;
    gboolean is_there = FALSE;

    g_hash_table_iter_init (&each, topics);
    while (g_hash_table_iter_next (&each, &title, NULL))
      is_there |= g_str_has_prefix (title, words[i]);
    if (!is_there)
      g_error ("%s: not in the help", words[i]);
  }
}

static void
test_has_every_reason (void)
{
  g_autoptr (GHashTable) topics = collect ();

  for (guint reason = WALL_REASON_NONE + 1; reason < WALL_N_REASONS; reason++) {
    g_autofree char *title = wall_reason_dup_title (reason, NULL);
    g_autofree char *sentence = wall_reason_dup_sentence (reason, NULL);

    g_assert_cmpstr (g_hash_table_lookup (topics, title), ==, sentence);
  }
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_visible (widget))
    return 0;
  if (ADW_IS_ACTION_ROW (widget))
    return 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);

  return n;
}

static void
search (GtkWidget  *help,
        const char *text)
{
  GObject *entry = gtk_widget_get_template_child (help, WALL_TYPE_HELP, "search_entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

static const char *
get_shown (GtkWidget *help)
{
  GObject *stack = gtk_widget_get_template_child (help, WALL_TYPE_HELP, "stack");
  GtkWidget *child = gtk_stack_get_visible_child (GTK_STACK (stack));

  return ADW_IS_STATUS_PAGE (child) ? "nothing" : "topics";
}

/* Rows come with the frames, so that none of these waits for all of them. */
static void
wait_rows (GtkWidget *page,
           guint      n)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_rows (page) < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (count_rows (page), ==, n);
}

/* What is typed before all rows are there counts for those that come later. */
static void
test_finds_early (void)
{
  GtkWidget *help = wall_help_new ("window.close");
  GtkWidget *window = gtk_window_new ();
  GObject *page = gtk_widget_get_template_child (help, WALL_TYPE_HELP, "page");

  g_assert_cmpuint (count_rows (GTK_WIDGET (page)), ==, 0);
  search (help, "TIME_WAIT");
  g_assert_cmpstr (get_shown (help), ==, "topics");

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 200);
  gtk_window_set_child (GTK_WINDOW (window), help);
  gtk_window_present (GTK_WINDOW (window));
  wait_rows (GTK_WIDGET (page), 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_finds (void)
{
  g_autoptr (GHashTable) topics = collect ();
  GtkWidget *help = wall_help_new ("window.close");
  GtkWidget *window = gtk_window_new ();
  GObject *page = gtk_widget_get_template_child (help, WALL_TYPE_HELP, "page");
  guint all = g_hash_table_size (topics);

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 200);
  gtk_window_set_child (GTK_WINDOW (window), help);
  gtk_window_present (GTK_WINDOW (window));
  wait_rows (GTK_WIDGET (page), all);

  /* In any order, of any case, in any part of a topic. */
  search (help, " trusted  CERTIFICATE");
  g_assert_cmpuint (count_rows (GTK_WIDGET (page)), >=, 1);
  g_assert_cmpuint (count_rows (GTK_WIDGET (page)), <, 5);

  search (help, "no such thing at all");
  g_assert_cmpstr (get_shown (help), ==, "nothing");
  search (help, "");
  g_assert_cmpstr (get_shown (help), ==, "topics");
  g_assert_cmpuint (count_rows (GTK_WIDGET (page)), ==, all);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());

  g_test_add_func ("/help/has-every-word", test_has_every_word);
  g_test_add_func ("/help/has-every-reason", test_has_every_reason);
  g_test_add_func ("/help/finds-early", test_finds_early);
  g_test_add_func ("/help/finds", test_finds);

  return g_test_run ();
}
