/* wall-paintable.c
 *
 * Shows a camera's newest picture in whatever area it is given: as large as fits, never stretched,
 * with bars beside it, and in fewer colours when it is not live. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-paintable.h"

#include "wall-texture-path.h"

/* Enough left to see what was there, and too little to be taken for live. */
#define DIMMED_SATURATION 0.25
#define DIMMED_BRIGHTNESS 0.5

static const GdkRGBA bar_colour = { 0.0f, 0.0f, 0.0f, 1.0f };

struct _WallPaintable {
  GObject parent_instance;

  WallPicture *picture;
  WallPicture *toned;    /* @picture, dimmed; made when first painted */
  WallPicture *painted;  /* snapshot, and not yet told */
  gboolean     is_dimmed;
  double       scale;
  WallView     view;     /* what is looked at */
};

static graphene_rect_t
to_units (WallPaintable *self,
          double         x,
          double         y,
          double         width,
          double         height)
{
  double scale = self->scale;

  return GRAPHENE_RECT_INIT ((float) (x / scale), (float) (y / scale), (float) (width / scale),
                             (float) (height / scale));
}

static WallRect
fit (WallPaintable *self,
     WallPicture   *picture,
     double         width,
     double         height)
{
  return wall_fit (wall_picture_get_shape (picture), (int) (width * self->scale + 0.5),
                   (int) (height * self->scale + 0.5));
}

/* A picture that was made for this has its own pixels on the screen: whole ones are faster, and not
 * blurred. */
static void
place_span (int     pixels,
            double *at,
            double *length)
{
  if (ABS (*length - pixels) >= 2.0)
    return;

  *at = (int) (*at + (*at < 0 ? -0.5 : 0.5));
  *length = pixels;
}

/* Where the whole of what the picture has stands, so that the part of it that is looked at fills
 * @rect. What it does not have is not looked at until a picture comes that has. */
static graphene_rect_t
place_zoomed (WallPaintable  *self,
              WallPicture    *picture,
              const WallRect *rect)
{
  WallView has = wall_picture_get_view (picture);
  WallView view = wall_view_within (&self->view, &has);
  double x = rect->x + (has.x - view.x) / view.width * rect->width;
  double y = rect->y + (has.y - view.y) / view.height * rect->height;
  double width = has.width / view.width * rect->width;
  double height = has.height / view.height * rect->height;

  place_span (wall_picture_get_width (picture), &x, &width);
  place_span (wall_picture_get_height (picture), &y, &height);

  return to_units (self, x, y, width, height);
}

static void
append_bar (GtkSnapshot *snapshot,
            double       x,
            double       y,
            double       width,
            double       height)
{
  graphene_rect_t bar = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);

  if (width > 0.0 && height > 0.0)
    gtk_snapshot_append_color (snapshot, &bar_colour, &bar);
}

/* Beside the picture only: what lies beneath it would be painted for nothing. */
static void
append_bars (GtkSnapshot           *snapshot,
             const graphene_rect_t *place,
             double                 width,
             double                 height)
{
  double left = place->origin.x, top = place->origin.y;
  double right = left + place->size.width, bottom = top + place->size.height;

  append_bar (snapshot, 0, 0, width, top);
  append_bar (snapshot, 0, bottom, width, height - bottom);
  append_bar (snapshot, 0, top, left, bottom - top);
  append_bar (snapshot, right, top, width - right, bottom - top);
}

/* A surface as the source of a recording would be copied by cairo as soon as it is destroyed,
 * whether the recording still lives or not. A raster source hands it over when the recording is
 * replayed, and holds the picture as long as there is a recording. */

static cairo_surface_t *
acquire_picture (cairo_pattern_t             *pattern,
                 void                        *data,
                 cairo_surface_t             *target,
                 const cairo_rectangle_int_t *extents)
{
  return cairo_surface_reference (wall_picture_get_surface (data));
}

static void
release_picture (cairo_pattern_t *pattern,
                 void            *data,
                 cairo_surface_t *surface)
{
  cairo_surface_destroy (surface);
}

static cairo_status_t
copy_picture (cairo_pattern_t       *pattern,
              void                  *data,
              const cairo_pattern_t *other)
{
  wall_picture_ref (data);

  return CAIRO_STATUS_SUCCESS;
}

static void
finish_picture (cairo_pattern_t *pattern,
                void            *data)
{
  wall_picture_unref (data);
}

static cairo_pattern_t *
pattern_for_picture (WallPicture *picture)
{
  cairo_pattern_t *pattern = cairo_pattern_create_raster_source (
    wall_picture_ref (picture), CAIRO_CONTENT_COLOR, wall_picture_get_width (picture),
    wall_picture_get_height (picture));

  cairo_raster_source_pattern_set_acquire (pattern, acquire_picture, release_picture);
  cairo_raster_source_pattern_set_copy (pattern, copy_picture);
  cairo_raster_source_pattern_set_finish (pattern, finish_picture);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  /* Cairo copies by itself where picture and screen have the same pixels. */
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);

  return pattern;
}

static void
append_surface (GtkSnapshot           *snapshot,
                WallPicture           *picture,
                const graphene_rect_t *place)
{
  cairo_pattern_t *pattern = pattern_for_picture (picture);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, place);

  cairo_translate (cr, place->origin.x, place->origin.y);
  cairo_scale (cr, place->size.width / wall_picture_get_width (picture),
               place->size.height / wall_picture_get_height (picture));
  cairo_set_source (cr, pattern);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_pattern_destroy (pattern);
}

static void
append_texture (GtkSnapshot           *snapshot,
                WallPicture           *picture,
                const graphene_rect_t *place)
{
  g_autoptr (GdkTexture) texture = wall_picture_get_texture (picture);

  gtk_snapshot_append_texture (snapshot, texture, place);
}

static WallPicture *
get_shown (WallPaintable *self)
{
  if (!self->is_dimmed || !self->picture)
    return self->picture;
  if (!self->toned)
    self->toned = wall_picture_tone (self->picture, DIMMED_SATURATION, DIMMED_BRIGHTNESS);

  return self->toned;
}

static void
append_picture (GtkSnapshot           *snapshot,
                WallPicture           *picture,
                const graphene_rect_t *place)
{
  if (wall_texture_path_get () == WALL_TEXTURE_PATH_SURFACE)
    append_surface (snapshot, picture, place);
  else
    append_texture (snapshot, picture, place);
}

static gboolean
is_zoomed (WallPaintable *self,
           WallPicture   *picture)
{
  WallView has = wall_picture_get_view (picture);

  return !wall_view_is_whole (&self->view) || !wall_view_is_whole (&has);
}

static void
append_zoomed (WallPaintable         *self,
               GtkSnapshot           *snapshot,
               WallPicture           *picture,
               const WallRect        *rect,
               const graphene_rect_t *clip)
{
  graphene_rect_t place = place_zoomed (self, picture, rect);

  gtk_snapshot_push_clip (snapshot, clip);
  append_picture (snapshot, picture, &place);
  gtk_snapshot_pop (snapshot);
}

static void
wall_paintable_snapshot (GdkPaintable *paintable,
                         GdkSnapshot  *snapshot,
                         double        width,
                         double        height)
{
  WallPaintable *self = WALL_PAINTABLE (paintable);
  WallPicture *shown = get_shown (self);
  graphene_rect_t place;
  WallRect rect;

  if (!shown) {
    append_bar (snapshot, 0, 0, width, height);
    return;
  }

  rect = fit (self, shown, width, height);
  place = to_units (self, rect.x, rect.y, rect.width, rect.height);
  append_bars (snapshot, &place, width, height);
  if (rect.width <= 0 || rect.height <= 0)
    return;

  if (is_zoomed (self, shown))
    append_zoomed (self, snapshot, shown, &rect, &place);
  else
    append_picture (snapshot, shown, &place);
  g_clear_pointer (&self->painted, wall_picture_unref);
  self->painted = wall_picture_ref (self->picture);
}

static GdkPaintableFlags
wall_paintable_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE;
}

static void
wall_paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = wall_paintable_snapshot;
  iface->get_flags = wall_paintable_get_flags;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WallPaintable,
                               wall_paintable,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      wall_paintable_iface_init))

static void
wall_paintable_dispose (GObject *object)
{
  WallPaintable *self = WALL_PAINTABLE (object);

  g_clear_pointer (&self->picture, wall_picture_unref);
  g_clear_pointer (&self->toned, wall_picture_unref);
  g_clear_pointer (&self->painted, wall_picture_unref);

  G_OBJECT_CLASS (wall_paintable_parent_class)->dispose (object);
}

static void
wall_paintable_class_init (WallPaintableClass *class)
{
  G_OBJECT_CLASS (class)->dispose = wall_paintable_dispose;
}

static void
wall_paintable_init (WallPaintable *self)
{
  self->scale = 1.0;
  self->view = wall_view_whole ();
}

WallPaintable *
wall_paintable_new (void)
{
  return g_object_new (WALL_TYPE_PAINTABLE, NULL);
}

/**
 * wall_paintable_set_picture:
 * @picture: (nullable): the newest one; %NULL shows an empty area
 */
void
wall_paintable_set_picture (WallPaintable *self,
                            WallPicture   *picture)
{
  g_return_if_fail (WALL_IS_PAINTABLE (self));

  if (self->picture == picture)
    return;

  g_clear_pointer (&self->toned, wall_picture_unref);
  g_clear_pointer (&self->picture, wall_picture_unref);
  self->picture = picture ? wall_picture_ref (picture) : NULL;
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/**
 * wall_paintable_get_picture:
 *
 * Returns: (transfer none) (nullable): what is shown, undimmed
 */
WallPicture *
wall_paintable_get_picture (WallPaintable *self)
{
  g_return_val_if_fail (WALL_IS_PAINTABLE (self), NULL);

  return self->picture;
}

/**
 * wall_paintable_set_view:
 * @view: the part of the picture that is looked at; the whole one if never set
 *
 * Of a picture that has only a part of it, the nearest part is shown, never an empty place.
 */
void
wall_paintable_set_view (WallPaintable  *self,
                         const WallView *view)
{
  g_return_if_fail (WALL_IS_PAINTABLE (self));

  if (wall_view_is_same (&self->view, view))
    return;

  self->view = *view;
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/**
 * wall_paintable_set_is_dimmed:
 * @is_dimmed: whether the picture is not live, and must not look as if it were
 */
void
wall_paintable_set_is_dimmed (WallPaintable *self,
                              gboolean       is_dimmed)
{
  g_return_if_fail (WALL_IS_PAINTABLE (self));

  if (self->is_dimmed == is_dimmed)
    return;

  self->is_dimmed = is_dimmed;
  g_clear_pointer (&self->toned, wall_picture_unref);
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

gboolean
wall_paintable_get_is_dimmed (WallPaintable *self)
{
  g_return_val_if_fail (WALL_IS_PAINTABLE (self), FALSE);

  return self->is_dimmed;
}

/**
 * wall_paintable_set_scale:
 * @scale: device pixels to a unit of the widget that shows it; 1.0 if never set
 */
void
wall_paintable_set_scale (WallPaintable *self,
                          double         scale)
{
  g_return_if_fail (WALL_IS_PAINTABLE (self));
  g_return_if_fail (scale > 0.0);

  if (self->scale == scale)
    return;

  self->scale = scale;
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/**
 * wall_paintable_take_painted:
 *
 * A picture is told once for each snapshot it was part of; its serial says whether it is new.
 *
 * Returns: (transfer full) (nullable): the picture that became part of a snapshot since this was
 *     last asked
 */
WallPicture *
wall_paintable_take_painted (WallPaintable *self)
{
  g_return_val_if_fail (WALL_IS_PAINTABLE (self), NULL);

  return g_steal_pointer (&self->painted);
}
