/* wall-sheet.c
 *
 * A page that lies over the wall in the wall's own window, with the wall to be seen around it, until
 * it is closed: a window of its own would stand in front of pictures that somebody watches, fills no
 * narrow screen, and tells a screen reader nothing on the floor's GTK.
 * While it lies there, the focus stays on it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-sheet.h"

/* As large as it gets, and what is left of the wall around it; a smaller window is filled. */
#define MAX_WIDTH  640
#define MAX_HEIGHT 720
#define MARGIN     24
#define MIN_HEIGHT 480

struct _WallSheet {
  GtkWidget parent_instance;

  GtkWidget  *card;     /* owned as a child */
  GtkWidget  *content;  /* owned as a child of @card */
  GtkOverlay *overlay;  /* (nullable): where it lies */
  GtkWidget  *focus;    /* (nullable): weak; what had the focus before */
};

G_DEFINE_FINAL_TYPE (WallSheet, wall_sheet, GTK_TYPE_WIDGET)

static guint closed;

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  WallSheet *self = WALL_SHEET (widget);

  gtk_widget_measure (self->card, orientation, -1, minimum, natural, NULL, NULL);
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? MAX_WIDTH : MAX_HEIGHT);
}

static int
fit (int available,
     int wanted,
     int least)
{
  if (available < least)
    return available;

  return MIN (available - 2 * MARGIN, wanted);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallSheet *self = WALL_SHEET (widget);
  int card_width = fit (width, MAX_WIDTH, MAX_WIDTH + 2 * MARGIN);
  int card_height = card_width == width ? height : fit (height, MAX_HEIGHT, MIN_HEIGHT);
  GtkAllocation place = { (width - card_width) / 2, (height - card_height) / 2,
                          card_width, card_height };

  if (card_width == width)
    gtk_widget_add_css_class (widget, "filling");
  else
    gtk_widget_remove_css_class (widget, "filling");
  gtk_widget_size_allocate (self->card, &place, -1);
}

static void
on_close (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  wall_sheet_close (WALL_SHEET (widget));
}

/* What comes first to be worked with is not what stands first. */
static gboolean
grab_focus (GtkWidget *widget)
{
  WallSheet *self = WALL_SHEET (widget);

  return gtk_widget_grab_focus (self->content)
         || gtk_widget_child_focus (self->card, GTK_DIR_TAB_FORWARD);
}

static void
dispose (GObject *object)
{
  WallSheet *self = WALL_SHEET (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  self->content = NULL;

  G_OBJECT_CLASS (wall_sheet_parent_class)->dispose (object);
}

static void
wall_sheet_class_init (WallSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_css_name (widget_class, "wallsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_install_action (widget_class, "sheet.close", NULL, on_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sheet.close", NULL);

  closed = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                         G_TYPE_NONE, 0);
}

static void
wall_sheet_init (WallSheet *self)
{
  self->card = adw_bin_new ();
  gtk_widget_add_css_class (self->card, "card-of-sheet");
  gtk_widget_set_overflow (self->card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_MODAL, TRUE, -1);
}

/**
 * wall_sheet_open:
 * @overlay: (transfer none): where to lie; its child cannot be focused meanwhile
 * @content: (transfer floating): what to show
 * @title: what it is called where it is not seen
 *
 * Returns: (transfer none): the sheet, which @overlay owns
 */
WallSheet *
wall_sheet_open (GtkOverlay *overlay,
                 GtkWidget  *content,
                 const char *title)
{
  WallSheet *self = g_object_new (WALL_TYPE_SHEET, NULL);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (overlay)));

  self->overlay = overlay;
  self->content = content;
  g_set_weak_pointer (&self->focus, focus);
  adw_bin_set_child (ADW_BIN (self->card), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_overlay_add_overlay (overlay, GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_can_focus (gtk_overlay_get_child (overlay), FALSE);

  return self;
}

/**
 * wall_sheet_close:
 * @self: a sheet
 *
 * Takes it away, and gives the focus back to what had it. To close it twice is to close it once.
 */
void
wall_sheet_close (WallSheet *self)
{
  GtkOverlay *overlay;

  g_return_if_fail (WALL_IS_SHEET (self));

  overlay = self->overlay;
  if (overlay == NULL)
    return;

  /* The overlay had the only reference. */
  g_object_ref (self);
  self->overlay = NULL;
  gtk_widget_set_can_focus (gtk_overlay_get_child (overlay), TRUE);
  gtk_overlay_remove_overlay (overlay, GTK_WIDGET (self));
  if (self->focus && gtk_widget_get_mapped (self->focus))
    gtk_widget_grab_focus (self->focus);
  g_signal_emit (self, closed, 0);
  g_object_unref (self);
}

/**
 * wall_sheet_get_content:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GtkWidget *
wall_sheet_get_content (WallSheet *self)
{
  g_return_val_if_fail (WALL_IS_SHEET (self), NULL);

  return self->content;
}
