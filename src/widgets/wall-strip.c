/* wall-strip.c
 *
 * The strip below a picture: number, name and badge.
 * Its height depends on the font alone and it takes any width, so what it says never moves anything
 * outside of it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-strip.h"

#include <glib/gi18n-lib.h>

#include "wall-badge.h"

#define SPACING 6
#define MARGIN  6

/* These are for text of the usual size. */

/* How the camera is comes before what it is called: the number says that as well. A badge has all of
 * its words up to here; beyond, the name keeps a part of what the number leaves, unless that would
 * leave no word on the badge. */
#define BADGE_FIRST_WIDTH 150
#define NAME_MIN_PART     0.35

/* What is typed is to be seen, whatever else has to give way. */
#define ENTRY_MIN_WIDTH 140

/* Less than this of a name says nothing. */
#define NAME_MIN_WIDTH 40

struct _WallStrip {
  GtkWidget parent_instance;

  GtkWidget *number;
  GtkWidget *name;
  GtkWidget *zoom;
  WallBadge *badge;
  GtkWidget *entry;        /* (nullable): in the place of the name, or of the number */
  gboolean   is_number;
  gboolean   is_said_above;
};

G_DEFINE_FINAL_TYPE (WallStrip, wall_strip, GTK_TYPE_WIDGET)

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  int height = 0;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    gtk_widget_measure (child, orientation, -1, NULL, &height, NULL, NULL);
    *natural = MAX (*natural, height);
  }
  *minimum = *natural;
}

static int
natural_width (GtkWidget *child)
{
  int width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return width;
}

static void
place (WallStrip *self,
       GtkWidget *child,
       int        x,
       int        width)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int minimum, child_height;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_set_child_visible (child, width > 0 && width >= minimum);
  if (!gtk_widget_get_child_visible (child))
    return;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = total - x - width;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &child_height, NULL, NULL);
  child_height = MIN (child_height, height);
  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { x, (height - child_height) / 2, width,
                                               child_height },
                            -1);
}

static int
scaled (WallStrip *self,
        int        pixels)
{
  return (int) (pixels * wall_text_scale (GTK_WIDGET (self)));
}

static int
fit_name (WallStrip *self,
          int        name,
          int        left)
{
  return name > left && left < scaled (self, NAME_MIN_WIDTH) ? 0 : MIN (name, left);
}

/* Shares what the number leaves. Where the picture's place says in words how the camera is, the badge
 * gives up its own before the name goes. */
static void
share (WallStrip *self,
       int        rest,
       int       *out_name,
       int       *out_badge)
{
  int name = natural_width (self->name);
  int first = scaled (self, BADGE_FIRST_WIDTH);
  int kept = CLAMP ((int) (rest * NAME_MIN_PART), 0, MAX (rest - first, 0));
  int badge = wall_badge_fit (self->badge, rest - MIN (name + SPACING, kept), rest);
  int spared = rest - MIN (name, scaled (self, NAME_MIN_WIDTH)) - SPACING;

  if (name > 0 && self->is_said_above && spared > 0
      && fit_name (self, name, MAX (rest - badge - SPACING, 0)) == 0)
    badge = wall_badge_fit (self->badge, spared, spared);

  *out_badge = badge;
  *out_name = fit_name (self, name, MAX (rest - badge - SPACING, 0));
}

/* The badge keeps what the entry does not need. */
static void
place_entry (WallStrip *self,
             int        width,
             int        number)
{
  int x = self->is_number ? MARGIN : MARGIN + number + SPACING;
  int rest = MAX (width - MARGIN - x, 0);
  int spared = MAX (rest - scaled (self, ENTRY_MIN_WIDTH) - SPACING, 0);
  int badge = wall_badge_fit (self->badge, spared, spared);

  place (self, self->number, MARGIN, self->is_number ? 0 : number);
  place (self, self->name, x, 0);
  place (self, self->entry, x, MAX (rest - badge - (badge > 0 ? SPACING : 0), 0));
  place (self, GTK_WIDGET (self->badge), width - MARGIN - badge, badge);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallStrip *self = WALL_STRIP (widget);
  int number = MIN (natural_width (self->number), MAX (width - 2 * MARGIN, 0));
  int rest = MAX (width - 2 * MARGIN - number - SPACING, 0);
  int zoom = gtk_widget_get_visible (self->zoom) ? natural_width (self->zoom) : 0;
  int name, badge;

  place (self, self->zoom, 0, 0);
  if (self->entry) {
    place_entry (self, width, number);
    return;
  }

  rest = MAX (rest - zoom - (zoom > 0 ? SPACING : 0), 0);
  share (self, rest, &name, &badge);
  place (self, self->number, MARGIN, number);
  place (self, self->name, MARGIN + number + SPACING, name);
  place (self, self->zoom, width - MARGIN - badge - SPACING - zoom, zoom);
  place (self, GTK_WIDGET (self->badge), width - MARGIN - badge, badge);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wall_strip_parent_class)->dispose (object);
}

static void
wall_strip_class_init (WallStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;

  g_type_ensure (WALL_TYPE_BADGE);
  gtk_widget_class_set_css_name (widget_class, "wallstrip");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, WallStrip, number);
  gtk_widget_class_bind_template_child (widget_class, WallStrip, name);
  gtk_widget_class_bind_template_child (widget_class, WallStrip, zoom);
  gtk_widget_class_bind_template_child (widget_class, WallStrip, badge);
}

static void
wall_strip_init (WallStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wall_strip_set_title:
 * @self: a strip
 * @number: what a guard types for this camera; 0: it has none
 * @name: the camera's name
 *
 * Says which camera it is.
 */
void
wall_strip_set_title (WallStrip  *self,
                      guint       number,
                      const char *name)
{
  g_autofree char *digits = number > 0 ? g_strdup_printf ("%u", number) : g_strdup ("");

  g_return_if_fail (WALL_IS_STRIP (self));

  gtk_label_set_text (GTK_LABEL (self->number), digits);
  gtk_label_set_text (GTK_LABEL (self->name), name ? name : "");
}

/* An alarm is about what is missing: what is off, or being shown, raises none. */
static gboolean
is_alarm (const WallCameraStatus *status)
{
  return (status->notices & WALL_NOTICE_ALARM) && status->state != WALL_LINK_LIVE
         && status->state != WALL_LINK_OFF && status->state != WALL_LINK_IDLE;
}

/**
 * wall_strip_set_zoom:
 * @self: a strip
 * @factor: how many times the picture is enlarged; 1.0: it is whole, and nothing is said
 */
void
wall_strip_set_zoom (WallStrip *self,
                     double     factor)
{
  /* Translators: so many times a picture is enlarged */
  g_autofree char *text = g_strdup_printf (_("%.1f×"), factor);

  g_return_if_fail (WALL_IS_STRIP (self));

  gtk_label_set_text (GTK_LABEL (self->zoom), text);
  gtk_widget_set_visible (self->zoom, factor > 1.0);
}

/**
 * wall_strip_set_status:
 * @self: a strip
 * @status: what it shall say
 *
 * Says how the camera is.
 */
void
wall_strip_set_status (WallStrip              *self,
                       const WallCameraStatus *status)
{
  g_return_if_fail (WALL_IS_STRIP (self));

  if (is_alarm (status))
    gtk_widget_add_css_class (GTK_WIDGET (self), "alarm");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "alarm");

  if (wall_badge_set_status (self->badge, status))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * wall_strip_set_said_above:
 * @self: a strip
 * @is_said_above: whether the words of the badge stand in the place of the picture as well
 */
void
wall_strip_set_said_above (WallStrip *self,
                           gboolean   is_said_above)
{
  g_return_if_fail (WALL_IS_STRIP (self));

  if (self->is_said_above == is_said_above)
    return;

  self->is_said_above = is_said_above;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * wall_strip_set_entry:
 * @self: a strip
 * @entry: (transfer floating) (nullable): in which the name is typed; %NULL: it is not
 * @is_number: whether it is the number instead
 *
 * Has the name or the number typed where it stands.
 */
void
wall_strip_set_entry (WallStrip *self,
                      GtkWidget *entry,
                      gboolean   is_number)
{
  g_return_if_fail (WALL_IS_STRIP (self));

  g_clear_pointer (&self->entry, gtk_widget_unparent);
  self->entry = entry;
  self->is_number = is_number;
  if (entry)
    gtk_widget_insert_after (entry, GTK_WIDGET (self), self->name);
  else
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * wall_strip_has_entry:
 * @self: a strip
 *
 * Returns: whether the name or the number is being typed
 */
gboolean
wall_strip_has_entry (WallStrip *self)
{
  g_return_val_if_fail (WALL_IS_STRIP (self), FALSE);

  return self->entry != NULL;
}

/**
 * wall_strip_get_badge_text:
 * @self: a strip
 *
 * Returns: (transfer none): the words on the badge
 */
const char *
wall_strip_get_badge_text (WallStrip *self)
{
  g_return_val_if_fail (WALL_IS_STRIP (self), NULL);

  return wall_badge_get_text (self->badge);
}
