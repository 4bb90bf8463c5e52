/* wall-message.c
 *
 * What stands where no live picture is: why there is none, or how old the last one is.
 * It takes no clicks. Where it does not fit it gives way one step at a time, the words that come
 * last first: the badge and the tooltip say it all. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-message.h"

#include <glib/gi18n-lib.h>

#include "wall-badge.h"
#include "wall-reason-text.h"
#include "wall-status-text.h"

#define PADDING 10
#define SPACING 6

/* What there is room for, the most first. */
typedef enum {
  WHOLE,
  CUT,        /* the detail as far as it goes */
  NO_DETAIL,
  TITLE,
  N_EXTENTS,
} Extent;

struct _WallMessage {
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *cut;     /* the same words as the detail's, in the room that is left */
  Extent     extent;
};

G_DEFINE_FINAL_TYPE (WallMessage, wall_message, GTK_TYPE_WIDGET)

static gboolean
is_wanted (WallMessage *self,
           GtkWidget   *child)
{
  if (!gtk_widget_get_visible (child))
    return FALSE;
  if (child == self->icon)
    return self->extent != TITLE;
  if (child == self->detail)
    return self->extent == WHOLE;

  return child == self->title || self->extent == CUT;
}

static int
natural_size (GtkWidget      *child,
              GtkOrientation  orientation,
              int             for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);

  return natural;
}

static int
get_height (WallMessage *self,
            GtkWidget   *child,
            int          width)
{
  int minimum;

  if (child != self->cut)
    return natural_size (child, GTK_ORIENTATION_VERTICAL, width);

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* It is told its size by wall_message_allocate(), and asks for none. */
static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallMessage *self = WALL_MESSAGE (widget);
  int y = PADDING;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    int child_height;

    gtk_widget_set_child_visible (child, is_wanted (self, child));
    if (!is_wanted (self, child))
      continue;

    child_height = get_height (self, child, width - 2 * PADDING);
    if (child == self->cut)
      child_height = MAX (child_height, height - y - PADDING);
    gtk_widget_size_allocate (child,
                              &(GtkAllocation) { PADDING, y, width - 2 * PADDING, child_height },
                              -1);
    y += child_height + SPACING;
  }
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wall_message_parent_class)->dispose (object);
}

static void
wall_message_class_init (WallMessageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;

  gtk_widget_class_set_css_name (widget_class, "wallmessage");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-message.ui");
  gtk_widget_class_bind_template_child (widget_class, WallMessage, icon);
  gtk_widget_class_bind_template_child (widget_class, WallMessage, title);
  gtk_widget_class_bind_template_child (widget_class, WallMessage, detail);
  gtk_widget_class_bind_template_child (widget_class, WallMessage, cut);
}

static void
wall_message_init (WallMessage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_label (GtkWidget  *label,
           const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

static void
set_detail (WallMessage *self,
            const char  *text)
{
  set_label (self->detail, text);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->cut), text);
  gtk_widget_set_visible (self->cut, gtk_widget_get_visible (self->detail));
}

static gboolean
is_lost (const WallCameraStatus *status)
{
  return status->state == WALL_LINK_WAITING_RETRY || status->state == WALL_LINK_CLOSING
         || status->state == WALL_LINK_NEEDS_ATTENTION;
}

/* The badge counts the seconds; these words stay until something else is the case. */
static char *
dup_title (const WallCameraStatus *status)
{
  WallCameraStatus still = *status;

  if (is_lost (status))
    return wall_reason_dup_title (status->reason, status->codec);
  if (status->state == WALL_LINK_LIVE || status->state == WALL_LINK_LATE)
    still.state = WALL_LINK_WAITING_PICTURE;
  still.state_age_us = 0;

  return wall_badge_text (&still);
}

/**
 * wall_message_say_why:
 * @self: a message
 * @status: of a camera that never had a picture
 *
 * Says why there is none.
 */
void
wall_message_say_why (WallMessage            *self,
                      const WallCameraStatus *status)
{
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;

  g_return_if_fail (WALL_IS_MESSAGE (self));

  title = dup_title (status);
  if (is_lost (status))
    detail = wall_status_sentence (status);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), wall_badge_icon_name (status));
  gtk_widget_set_visible (self->icon, detail != NULL);
  set_label (self->title, title);
  set_detail (self, detail);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "over-picture");
  if (is_lost (status))
    gtk_widget_remove_css_class (GTK_WIDGET (self), "calm");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "calm");
}

/**
 * wall_message_say_age:
 * @self: a message
 * @age_us: of the picture beneath
 *
 * Says how old the picture is, and of what time.
 */
void
wall_message_say_age (WallMessage *self,
                      gint64       age_us)
{
  gint64 now_us = g_get_real_time ();
  g_autofree char *age = wall_duration_text (age_us);
  g_autofree char *title = NULL;
  g_autofree char *detail = wall_old_picture_text (now_us - age_us, now_us);

  g_return_if_fail (WALL_IS_MESSAGE (self));

  /* Translators: how old a picture is: "4 s old" */
  title = g_strdup_printf (_("%s old"), age);
  gtk_widget_set_visible (self->icon, FALSE);
  set_label (self->title, title);
  set_detail (self, detail);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "calm");
  gtk_widget_add_css_class (GTK_WIDGET (self), "over-picture");
}

/* Whether what is wanted of it fits, and how large it becomes. */
static gboolean
fit (WallMessage   *self,
     int            width,
     int            height,
     GtkAllocation *out_box)
{
  int inner_width = 0, needed = 2 * PADDING - SPACING;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum;

    if (!is_wanted (self, child))
      continue;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    if (minimum > width - 2 * PADDING)
      return FALSE;
    inner_width = MAX (inner_width, natural_size (child, GTK_ORIENTATION_HORIZONTAL, -1));
  }

  inner_width = MIN (inner_width, width - 2 * PADDING);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child))
    if (is_wanted (self, child))
      needed += SPACING + get_height (self, child, inner_width);

  if (self->extent == CUT && gtk_widget_get_visible (self->cut))
    needed = MAX (needed, height);
  *out_box = (GtkAllocation) { (width - inner_width) / 2 - PADDING, (height - needed) / 2,
                               inner_width + 2 * PADDING, needed };

  return needed <= height;
}

/**
 * wall_message_allocate:
 * @self: a message
 * @width: of the picture, logical pixels
 * @height: likewise
 *
 * Puts it into the middle of the picture: as much of it as there is room for.
 */
void
wall_message_allocate (WallMessage *self,
                       int          width,
                       int          height)
{
  GtkAllocation box;
  gboolean fits = FALSE;

  g_return_if_fail (WALL_IS_MESSAGE (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  for (Extent extent = WHOLE; extent < N_EXTENTS && !fits; extent++) {
    self->extent = extent;
    fits = fit (self, width, height, &box);
  }

  gtk_widget_set_child_visible (GTK_WIDGET (self), fits);
  if (fits)
    gtk_widget_size_allocate (GTK_WIDGET (self), &box, -1);
}
