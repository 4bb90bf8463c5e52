/* wall-notices.c
 *
 * What people are told that concerns no single camera: one at a time, each as long as it takes to read
 * it, and not any more when it is over. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-notices.h"

/* Long enough to be read, and then away: what it hides is not seen. */
#define SAY_S 6
#define SAY_LONG_S 10

/* Letters: so much is read at a glance. */
#define SHORT 80

/* Pixels: a notice has so much beside its words, and a letter is seldom wider. */
#define SAY_BESIDE 90
#define SAY_LETTER 9
#define NARROWEST  360

/* So long is one shown at a time while somebody else has something to say; then it comes again. */
#define HURRY_MS 3000

/* A toast that is told to go while it is still coming makes libadwaita 1.2 use what it has freed. */
#define COMING_MS 1000

typedef struct {
  WallNotices *owner;
  char        *text;
  int          width;
  AdwToast    *toast;
  gint64       mapped_us;    /* monotonic; 0: it waits behind others */
  guint        leave_id;
  gboolean     comes_again;
} Notice;

struct _WallNotices {
  GObject parent_instance;

  AdwToastOverlay *toasts;   /* its window owns this */
  GPtrArray       *notices;  /* of Notice: that are shown, or wait */
  gboolean         is_hurried;
};

G_DEFINE_FINAL_TYPE (WallNotices, wall_notices, G_TYPE_OBJECT)

static void
free_notice (gpointer data)
{
  Notice *notice = data;
  GtkWidget *label = adw_toast_get_custom_title (notice->toast);

  g_clear_handle_id (&notice->leave_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (notice->toast, notice);
  if (label)
    g_signal_handlers_disconnect_by_data (label, notice);
  g_object_unref (notice->toast);
  g_free (notice->text);
  g_free (notice);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (WALL_NOTICES (object)->notices);

  G_OBJECT_CLASS (wall_notices_parent_class)->finalize (object);
}

static void
wall_notices_class_init (WallNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
wall_notices_init (WallNotices *self)
{
  self->notices = g_ptr_array_new_with_free_func (free_notice);
}

/**
 * wall_notices_new:
 * @toasts: (transfer none): where they are shown; it outlives this
 *
 * Returns: (transfer full): nothing to say
 */
WallNotices *
wall_notices_new (AdwToastOverlay *toasts)
{
  WallNotices *self = g_object_new (WALL_TYPE_NOTICES, NULL);

  self->toasts = toasts;

  return self;
}

static GtkWidget *
make_label (const char *text,
            int         width)
{
  GtkWidget *label = gtk_label_new (text);
  int room = MAX (width, NARROWEST) - SAY_BESIDE;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), room / SAY_LETTER);

  return label;
}

static gint64
get_shown_ms (const Notice *notice)
{
  return (g_get_monotonic_time () - notice->mapped_us) / 1000;
}

static gboolean
on_hurry (gpointer data)
{
  Notice *notice = data;

  notice->leave_id = 0;
  if (!notice->owner->is_hurried)
    return G_SOURCE_REMOVE;

  notice->comes_again = get_shown_ms (notice) < adw_toast_get_timeout (notice->toast) * 1000;
  adw_toast_dismiss (notice->toast);

  return G_SOURCE_REMOVE;
}

static void
hurry (Notice *notice)
{
  gint64 left_ms = HURRY_MS - get_shown_ms (notice);

  if (notice->leave_id == 0)
    notice->leave_id = g_timeout_add ((guint) MAX (left_ms, 0), on_hurry, notice);
}

static void
on_map (Notice *notice)
{
  notice->mapped_us = g_get_monotonic_time ();
  if (notice->owner->is_hurried)
    hurry (notice);
}

static void add_notice (WallNotices *self,
                        const char  *text,
                        int          width);

/* What was cut short takes its turn once more. */
static void
remove_notice (WallNotices *self,
               guint        i)
{
  Notice *notice = g_ptr_array_index (self->notices, i);
  g_autofree char *text = notice->comes_again ? g_strdup (notice->text) : NULL;
  int width = notice->width;

  g_ptr_array_remove_index (self->notices, i);
  if (text)
    add_notice (self, text, width);
}

static void
on_dismissed (WallNotices *self,
              AdwToast    *toast)
{
  for (guint i = 0; i < self->notices->len; i++) {
    Notice *notice = g_ptr_array_index (self->notices, i);

    if (notice->toast != toast)
      continue;

    remove_notice (self, i);
    return;
  }
}

static Notice *
find_notice (WallNotices *self,
             const char  *text)
{
  for (guint i = 0; i < self->notices->len; i++) {
    Notice *notice = g_ptr_array_index (self->notices, i);

    if (g_str_equal (notice->text, text))
      return notice;
  }

  return NULL;
}

static void
add_notice (WallNotices *self,
            const char  *text,
            int          width)
{
  Notice *notice = g_new0 (Notice, 1);
  GtkWidget *label = make_label (text, width);

  notice->owner = self;
  notice->text = g_strdup (text);
  notice->width = width;
  notice->toast = adw_toast_new ("");
  adw_toast_set_custom_title (notice->toast, label);
  adw_toast_set_timeout (notice->toast, g_utf8_strlen (text, -1) > SHORT ? SAY_LONG_S : SAY_S);
  g_signal_connect_swapped (label, "map", G_CALLBACK (on_map), notice);
  g_signal_connect_object (notice->toast, "dismissed", G_CALLBACK (on_dismissed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_ptr_array_add (self->notices, notice);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (notice->toast));
}

/**
 * wall_notices_say:
 * @text: a whole sentence; what is shown, or waits, is not said twice
 * @width: of the window, in logical pixels
 */
void
wall_notices_say (WallNotices *self,
                  const char  *text,
                  int          width)
{
  Notice *notice;

  g_return_if_fail (WALL_IS_NOTICES (self));

  notice = find_notice (self, text);
  if (notice)
    g_clear_handle_id (&notice->leave_id, g_source_remove);
  else
    add_notice (self, text, width);
}

static gboolean
on_leave (gpointer data)
{
  Notice *notice = data;

  notice->leave_id = 0;
  adw_toast_dismiss (notice->toast);

  return G_SOURCE_REMOVE;
}

static void
leave (Notice *notice)
{
  gint64 shown_ms = get_shown_ms (notice);

  g_clear_handle_id (&notice->leave_id, g_source_remove);
  if (notice->mapped_us == 0 || shown_ms > COMING_MS)
    notice->leave_id = g_idle_add (on_leave, notice);
  else
    notice->leave_id = g_timeout_add ((guint) (COMING_MS - shown_ms), on_leave, notice);
}

/**
 * wall_notices_withdraw:
 * @text: what was said
 *
 * It is over: whoever has not read it need not read it any more.
 */
void
wall_notices_withdraw (WallNotices *self,
                       const char  *text)
{
  Notice *notice;

  g_return_if_fail (WALL_IS_NOTICES (self));

  notice = find_notice (self, text);
  if (notice)
    leave (notice);
}

/**
 * wall_notices_is_waiting:
 *
 * Returns: whether something is to be said that nobody sees yet
 */
gboolean
wall_notices_is_waiting (WallNotices *self)
{
  g_return_val_if_fail (WALL_IS_NOTICES (self), FALSE);

  for (guint i = 0; i < self->notices->len; i++)
    if (((Notice *) g_ptr_array_index (self->notices, i))->mapped_us == 0)
      return TRUE;

  return FALSE;
}

/**
 * wall_notices_set_hurried:
 * @is_hurried: whether somebody else waits to say something. Until that has come, each notice is shown
 *   for three seconds at a time; who keeps the focus on it does not hold it
 */
void
wall_notices_set_hurried (WallNotices *self,
                          gboolean     is_hurried)
{
  g_return_if_fail (WALL_IS_NOTICES (self));

  self->is_hurried = is_hurried;
  for (guint i = 0; is_hurried && i < self->notices->len; i++) {
    Notice *notice = g_ptr_array_index (self->notices, i);

    if (notice->mapped_us > 0)
      hurry (notice);
  }
}
