/* e2e-accessible.c
 *
 * The wall as a screen reader finds it, and what one does with a keyboard by its words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-accessible.h"

#include <atspi/atspi.h>

#include "e2e-input.h"

#define WAIT_SECONDS 30
#define POLL_US (50 * 1000)

/* Who is given up after the library's 800 ms has no children, as if nothing were there. */
#define ANSWER_MS 20000
/* A key takes its time to move the focus; one that takes longer is met on the next way round. */
#define MOVE_US (80 * 1000)
#define TABS_OF_ROUND 20
/* The desktop, the program, its window, and some boxes. */
#define DIALOG_DEPTH 6

/* The library of Debian 12 does not say how its objects are let go of. */
typedef AtspiAccessible Accessible;
typedef AtspiStateSet StateSet;
typedef AtspiText Text;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Accessible, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StateSet, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Text, g_object_unref)

/* Where else words may stand: what somebody typed. */
#define CONTENT ((E2eText) -1)

typedef struct {
  E2eText        where;
  const char    *words;
  AtspiStateType state;   /* that it has to have; INVALID: any will do */
  const char    *besides; /* (nullable): words in its description */
} Wanted;

static gboolean
has_state (AtspiAccessible *object,
           AtspiStateType   state)
{
  g_autoptr (StateSet) states = atspi_accessible_get_state_set (object);

  return states && atspi_state_set_contains (states, state);
}

static gboolean
is_described (AtspiAccessible *object,
              const char      *words)
{
  g_autofree char *text = atspi_accessible_get_description (object, NULL);

  return text && strstr (text, words);
}

/* Of a password only its length is told. */
static gboolean
has_content (AtspiAccessible *object,
             const char      *text)
{
  g_autoptr (Text) typed = atspi_accessible_get_text_iface (object);
  int length = typed ? atspi_text_get_character_count (typed, NULL) : 0;
  g_autofree char *content = NULL;

  if (length != g_utf8_strlen (text, -1))
    return FALSE;
  if (atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_PASSWORD_TEXT)
    return TRUE;

  content = atspi_text_get_text (typed, 0, length, NULL);

  return g_strcmp0 (content, text) == 0;
}

static gboolean
is_wanted (AtspiAccessible *object,
           const Wanted    *wanted)
{
  g_autofree char *text = NULL;

  if (wanted->where == CONTENT)
    return has_content (object, wanted->words);

  text = wanted->where == E2E_NAME ? atspi_accessible_get_name (object, NULL)
                                   : atspi_accessible_get_description (object, NULL);
  if (text == NULL || strstr (text, wanted->words) == NULL)
    return FALSE;

  return (wanted->state == ATSPI_STATE_INVALID || has_state (object, wanted->state))
         && (wanted->besides == NULL || is_described (object, wanted->besides));
}

/* A dialog lies over the wall. Each object asked is a question to the wall, so no others are. */
static gboolean
covers_others (AtspiAccessible *object,
               guint            depth)
{
  return depth < DIALOG_DEPTH && atspi_accessible_get_role (object, NULL) == ATSPI_ROLE_DIALOG;
}

/* What lies over the wall comes after it; in a dialog, what is looked for mostly stands above. */
static int
get_index (int   i,
           int   count,
           guint depth)
{
  return depth < DIALOG_DEPTH ? count - 1 - i : i;
}

static AtspiAccessible *
find_below (AtspiAccessible *object,
            const Wanted    *wanted,
            guint            depth)
{
  int count = atspi_accessible_get_child_count (object, NULL);

  for (int i = 0; i < count; i++) {
    int index = get_index (i, count, depth);
    g_autoptr (Accessible) child = atspi_accessible_get_child_at_index (object, index, NULL);
    AtspiAccessible *found;

    if (!child)
      continue;
    if (is_wanted (child, wanted))
      return g_steal_pointer (&child);
    if ((found = find_below (child, wanted, depth + 1)) || covers_others (child, depth))
      return found;
  }

  return NULL;
}

/* All of them, with what is below them. */
static void
collect_below (AtspiAccessible *object,
               const Wanted    *wanted,
               guint            depth,
               GPtrArray       *found)
{
  int count = atspi_accessible_get_child_count (object, NULL);

  for (int i = 0; i < count; i++) {
    int index = get_index (i, count, depth);
    g_autoptr (Accessible) child = atspi_accessible_get_child_at_index (object, index, NULL);

    if (!child)
      continue;

    collect_below (child, wanted, depth + 1, found);
    if (is_wanted (child, wanted))
      g_ptr_array_add (found, g_object_ref (child));
    if (covers_others (child, depth))
      return;
  }
}

static void
drop_message (const char     *domain,
              GLogLevelFlags  level,
              const char     *message,
              gpointer        user_data)
{
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
  return g_strcmp0 (domain, "dbind") != 0;
}

/**
 * e2e_accessible_bear_warnings:
 *
 * A program that is starting, or ending, or whose widgets come and go, answers some questions with an
 * error; the library warns of each. To be called in each test before the library is asked anything.
 */
void
e2e_accessible_bear_warnings (void)
{
  static gboolean is_done = FALSE;

  /* Forgotten at the end of each test. */
  g_test_log_set_fatal_handler (is_fatal, NULL);
  if (!is_done) {
    g_log_set_handler ("dbind", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, drop_message, NULL);
    atspi_set_timeout (ANSWER_MS, ANSWER_MS);
  }
  is_done = TRUE;
}

static AtspiAccessible *
find (const Wanted *wanted)
{
  g_autoptr (Accessible) desktop = NULL;

  e2e_accessible_bear_warnings ();
  desktop = atspi_get_desktop (0);
  atspi_accessible_clear_cache (desktop);

  return find_below (desktop, wanted, 0);
}

/* For who wonders why something was not there: names, descriptions and where the focus is. */
static void
say_below (AtspiAccessible *object)
{
  int count = atspi_accessible_get_child_count (object, NULL);

  for (int i = 0; i < count; i++) {
    g_autoptr (Accessible) child = atspi_accessible_get_child_at_index (object, i, NULL);
    g_autofree char *name = child ? atspi_accessible_get_name (child, NULL) : NULL;
    g_autofree char *description = child ? atspi_accessible_get_description (child, NULL) : NULL;

    if ((name && *name) || (description && *description))
      g_printerr ("  %s“%s” (%s)\n", has_state (child, ATSPI_STATE_FOCUSED) ? "→ " : "",
                  name ? name : "", description ? description : "");
    if (child)
      say_below (child);
  }
}

static void
say_what_is_there (void)
{
  g_autoptr (Accessible) desktop = atspi_get_desktop (0);

  atspi_accessible_clear_cache (desktop);
  say_below (desktop);
}

/* (transfer full): under a deadline. */
static AtspiAccessible *
wait_for (const Wanted *wanted,
          double        seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  AtspiAccessible *found;

  while ((found = find (wanted)) == NULL) {
    if (g_get_monotonic_time () > end) {
      say_what_is_there ();
      g_error ("Nothing accessible has “%s”", wanted->words);
    }
    g_usleep (POLL_US);
  }

  return found;
}

gboolean
e2e_accessible_has (E2eText     where,
                    const char *words)
{
  const Wanted wanted = { where, words, ATSPI_STATE_INVALID };
  g_autoptr (Accessible) found = find (&wanted);

  return found != NULL;
}

void
e2e_accessible_wait (E2eText     where,
                     const char *words,
                     double      seconds)
{
  const Wanted wanted = { where, words, ATSPI_STATE_INVALID };
  g_autoptr (Accessible) found = wait_for (&wanted, seconds);

  g_assert_nonnull (found);
}

void
e2e_accessible_wait_gone (E2eText     where,
                          const char *words,
                          double      seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (e2e_accessible_has (where, words)) {
    if (g_get_monotonic_time () > end) {
      say_what_is_there ();
      g_error ("There is still something accessible that has “%s”", words);
    }
    g_usleep (POLL_US);
  }
}

/**
 * e2e_accessible_wait_focus:
 * @name: of what has the focus at last
 */
void
e2e_accessible_wait_focus (const char *name,
                           double      seconds)
{
  const Wanted wanted = { E2E_NAME, name, ATSPI_STATE_FOCUSED };
  g_autoptr (Accessible) found = wait_for (&wanted, seconds);

  g_assert_nonnull (found);
}

/**
 * e2e_accessible_wait_described:
 * @name: of something
 * @description: what is said of it besides
 */
void
e2e_accessible_wait_described (const char *name,
                               const char *description,
                               double      seconds)
{
  const Wanted wanted = { E2E_NAME, name, ATSPI_STATE_INVALID, description };
  g_autoptr (Accessible) found = wait_for (&wanted, seconds);

  g_assert_nonnull (found);
}

static gboolean
stands_there (gpointer text)
{
  const Wanted wanted = { CONTENT, text, ATSPI_STATE_INVALID };
  g_autoptr (Accessible) found = find (&wanted);

  return found != NULL;
}

/**
 * e2e_paste:
 * @text: any, instead of what stands where the focus is
 *
 * Until it stands there: a clipboard takes its time, and gives nothing to who asks too early.
 */
void
e2e_paste (const char *text)
{
  g_autoptr (GSubprocess) xclip = NULL;
  g_autoptr (GError) error = NULL;

  xclip = e2e_spawn ((const char *const[]) { "xclip", "-selection", "clipboard", "-i", NULL },
                     G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL);
  g_subprocess_communicate_utf8 (xclip, text, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  e2e_repeat (stands_there, (gpointer) text, "key ctrl+a key ctrl+v");
}

static gboolean
comes_to (GPtrArray *candidates)
{
  gint64 end = g_get_monotonic_time () + MOVE_US;

  do {
    for (guint i = 0; i < candidates->len; i++) {
      atspi_accessible_clear_cache (g_ptr_array_index (candidates, i));
      if (has_state (g_ptr_array_index (candidates, i), ATSPI_STATE_FOCUSED))
        return TRUE;
    }
    g_usleep (POLL_US / 5);
  } while (g_get_monotonic_time () < end);

  return FALSE;
}

/* The whole window is searched once for some steps only: each object is a question to the wall. */
static gboolean
tab_round (const Wanted *wanted)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (Accessible) desktop = atspi_get_desktop (0);

  e2e_accessible_bear_warnings ();
  atspi_accessible_clear_cache (desktop);
  collect_below (desktop, wanted, 0, candidates);
  if (candidates->len == 0)
    return FALSE;

  for (guint i = 0; i < TABS_OF_ROUND; i++) {
    if (comes_to (candidates))
      return TRUE;
    e2e_press ("Tab");
  }

  return FALSE;
}

/**
 * e2e_write:
 * @text: what keys can write, instead of what stands where the focus is
 *
 * Until it stands there.
 */
void
e2e_write (const char *text)
{
  g_autofree char *quoted = g_shell_quote (text);

  e2e_repeat (stands_there, (gpointer) text, "key ctrl+a type --delay 5 --terminator , %s , sleep 0.01",
              quoted);
}

/**
 * e2e_tab_to:
 * @name: of what can have the focus, and is reached by Tab
 */
void
e2e_tab_to (const char *name)
{
  const Wanted wanted = { E2E_NAME, name, ATSPI_STATE_INVALID };
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (!tab_round (&wanted)) {
    if (g_get_monotonic_time () > end) {
      say_what_is_there ();
      g_error ("Tab does not lead to “%s”", name);
    }
  }
}
