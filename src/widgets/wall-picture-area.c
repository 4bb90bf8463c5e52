/* wall-picture-area.c
 *
 * Where the picture of one camera is painted, and the knowledge of what really was: a picture counts
 * as painted when it has been drawn for the first time in a frame that the clock has finished.
 * A new picture costs one redraw of this area and nothing else. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-picture-area.h"

#include "wall-paintable.h"

struct _WallPictureArea {
  GtkWidget parent_instance;

  WallPaintable *paintable;
  gint64         told_us;  /* when the picture was decoded that was told last */
};

G_DEFINE_FINAL_TYPE (WallPictureArea, wall_picture_area, GTK_TYPE_WIDGET)

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot_)
{
  WallPictureArea *self = WALL_PICTURE_AREA (widget);

  gdk_paintable_snapshot (GDK_PAINTABLE (self->paintable), GDK_SNAPSHOT (snapshot_),
                          gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

/* GTK 4.12 and later know scales between whole numbers. */
static double
get_scale (GtkWidget *widget)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native ? gtk_native_get_surface (native) : NULL;

  if (surface)
    return gdk_surface_get_scale (surface);
#endif
  return gtk_widget_get_scale_factor (widget);
}

static void
update_scale (WallPictureArea *self)
{
  wall_paintable_set_scale (self->paintable, get_scale (GTK_WIDGET (self)));
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  update_scale (WALL_PICTURE_AREA (widget));
}

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
finalize (GObject *object)
{
  WallPictureArea *self = WALL_PICTURE_AREA (object);

  g_clear_object (&self->paintable);

  G_OBJECT_CLASS (wall_picture_area_parent_class)->finalize (object);
}

static void
wall_picture_area_class_init (WallPictureAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;

  gtk_widget_class_set_css_name (widget_class, "wallpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
wall_picture_area_init (WallPictureArea *self)
{
  self->paintable = wall_paintable_new ();
  g_signal_connect_object (self->paintable, "invalidate-contents",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_scale), NULL);
}

static gint64
get_decoded_us (WallPictureArea *self)
{
  WallPicture *picture = wall_paintable_get_picture (self->paintable);

  return picture ? wall_picture_get_decoded_us (picture) : -1;
}

/**
 * wall_picture_area_new:
 *
 * Returns: (transfer floating): an area without a picture
 */
GtkWidget *
wall_picture_area_new (void)
{
  return g_object_new (WALL_TYPE_PICTURE_AREA, NULL);
}

/**
 * wall_picture_area_set_picture:
 * @self: an area
 * @picture: (transfer none): the newest picture
 *
 * Has @picture painted in the next frame. One that was not painted until then is not painted at all.
 *
 * Returns: whether it is of another frame than the one before, not the same in another size
 */
gboolean
wall_picture_area_set_picture (WallPictureArea *self,
                               WallPicture     *picture)
{
  gboolean is_new;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), FALSE);
  g_return_val_if_fail (picture, FALSE);

  is_new = wall_picture_get_decoded_us (picture) != get_decoded_us (self);
  wall_paintable_set_picture (self->paintable, picture);

  return is_new;
}

/**
 * wall_picture_area_clear:
 * @self: an area
 *
 * Shows no picture, until there is another one.
 */
void
wall_picture_area_clear (WallPictureArea *self)
{
  g_return_if_fail (WALL_IS_PICTURE_AREA (self));

  wall_paintable_set_picture (self->paintable, NULL);
}

/**
 * wall_picture_area_get_age_us:
 * @self: an area
 *
 * Returns: how long ago the picture was decoded; -1 if there is none
 */
gint64
wall_picture_area_get_age_us (WallPictureArea *self)
{
  gint64 decoded_us;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), -1);

  decoded_us = get_decoded_us (self);

  return decoded_us < 0 ? -1 : MAX (0, g_get_monotonic_time () - decoded_us);
}

/**
 * wall_picture_area_set_dimmed:
 * @self: an area
 * @is_dimmed: whether the picture is old
 *
 * Paints the picture darker and paler, so that nobody takes it for a live one.
 */
void
wall_picture_area_set_dimmed (WallPictureArea *self,
                              gboolean         is_dimmed)
{
  g_return_if_fail (WALL_IS_PICTURE_AREA (self));

  wall_paintable_set_is_dimmed (self->paintable, is_dimmed);
}

/**
 * wall_picture_area_is_dimmed:
 * @self: an area
 *
 * Returns: whether the picture is painted darker and paler
 */
gboolean
wall_picture_area_is_dimmed (WallPictureArea *self)
{
  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), FALSE);

  return wall_paintable_get_is_dimmed (self->paintable);
}

/**
 * wall_picture_area_steal_painted:
 * @self: an area
 *
 * To be called after each frame of the clock.
 *
 * Returns: (transfer full) (nullable): the picture that was painted for the first time in it
 */
WallPicture *
wall_picture_area_steal_painted (WallPictureArea *self)
{
  g_autoptr (WallPicture) picture = NULL;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), NULL);

  picture = wall_paintable_take_painted (self->paintable);
  if (picture == NULL || wall_picture_get_decoded_us (picture) == self->told_us)
    return NULL;

  self->told_us = wall_picture_get_decoded_us (picture);

  return g_steal_pointer (&picture);
}

/**
 * wall_picture_area_dup_still:
 * @self: an area
 *
 * To paint it elsewhere says nothing of whether the picture was painted here.
 *
 * Returns: (transfer full): the picture as it is now, black if there is none
 */
GdkPaintable *
wall_picture_area_dup_still (WallPictureArea *self)
{
  WallPaintable *still = wall_paintable_new ();
  WallPicture *picture;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), NULL);

  picture = wall_paintable_get_picture (self->paintable);
  if (picture)
    wall_paintable_set_picture (still, picture);
  wall_paintable_set_is_dimmed (still, wall_paintable_get_is_dimmed (self->paintable));

  return GDK_PAINTABLE (still);
}

/**
 * wall_picture_area_get_pixels:
 * @self: an area
 * @out_width: (out): device pixels
 * @out_height: (out): device pixels
 *
 * How large a picture has to be to be painted without being scaled.
 */
void
wall_picture_area_get_pixels (WallPictureArea *self,
                              int             *out_width,
                              int             *out_height)
{
  double scale;

  g_return_if_fail (WALL_IS_PICTURE_AREA (self));

  scale = get_scale (GTK_WIDGET (self));
  *out_width = (int) (gtk_widget_get_width (GTK_WIDGET (self)) * scale + 0.5);
  *out_height = (int) (gtk_widget_get_height (GTK_WIDGET (self)) * scale + 0.5);
}

/**
 * wall_picture_area_set_view:
 * @self: an area
 * @view: the part of the picture that is looked at
 *
 * Shows that part as large as the whole picture was.
 */
void
wall_picture_area_set_view (WallPictureArea *self,
                            const WallView  *view)
{
  g_return_if_fail (WALL_IS_PICTURE_AREA (self));

  wall_paintable_set_view (self->paintable, view);
}

/**
 * wall_picture_area_locate:
 * @self: an area
 * @x: logical pixels of the area
 * @y: likewise
 * @out_x: (out): the same point as a fraction of what is looked at; beside it below 0 or above 1
 * @out_y: (out): likewise
 *
 * Returns: whether there is a picture; else nothing is written
 */
gboolean
wall_picture_area_locate (WallPictureArea *self,
                          double           x,
                          double           y,
                          double          *out_x,
                          double          *out_y)
{
  WallPicture *picture;
  int width, height;
  WallRect rect;
  double scale;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), FALSE);

  picture = wall_paintable_get_picture (self->paintable);
  wall_picture_area_get_pixels (self, &width, &height);
  if (!picture || width <= 0 || height <= 0)
    return FALSE;

  scale = get_scale (GTK_WIDGET (self));
  rect = wall_fit (wall_picture_get_shape (picture), width, height);
  *out_x = (x * scale - rect.x) / rect.width;
  *out_y = (y * scale - rect.y) / rect.height;

  return TRUE;
}

/**
 * wall_picture_area_get_bounds:
 * @self: an area
 * @out_bounds: (out): device pixels of the window's surface; written only if there is a picture
 *
 * Where on the window the picture stands, without the bars beside it.
 *
 * Returns: whether a picture is there
 */
gboolean
wall_picture_area_get_bounds (WallPictureArea *self,
                              WallRect        *out_bounds)
{
  WallPicture *picture;
  GtkNative *native;
  double x, y, native_x, native_y, scale;
  int width, height;
  WallRect rect;

  g_return_val_if_fail (WALL_IS_PICTURE_AREA (self), FALSE);

  picture = wall_paintable_get_picture (self->paintable);
  native = gtk_widget_get_native (GTK_WIDGET (self));
  if (!picture || !native
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (native), 0, 0, &x, &y))
    return FALSE;

  gtk_native_get_surface_transform (native, &native_x, &native_y);
  scale = get_scale (GTK_WIDGET (self));
  wall_picture_area_get_pixels (self, &width, &height);
  rect = wall_fit (wall_picture_get_shape (picture), width, height);
  rect.x += (int) ((x + native_x) * scale + 0.5);
  rect.y += (int) ((y + native_y) * scale + 0.5);
  *out_bounds = rect;

  return TRUE;
}
