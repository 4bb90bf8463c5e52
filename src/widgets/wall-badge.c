/* wall-badge.c
 *
 * Word, symbol and colour for the status of a camera.
 * It draws its words itself, so that seconds which count up cost a redraw of the badge and never a
 * new layout of the wall. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-badge.h"

#include "wall-status-text.h"

#define ICON_SIZE 14
#define PADDING   6
#define SPACING   5

/* Of the font for which the sizes here are meant: 11 points. */
#define USUAL_EM (44.0 / 3)

/* The words are never cut: where those of one form have no room the next is drawn. */
enum {
  WORDS,
  SHORT_WORDS,
  FIGURE,
  SYMBOL,      /* and no text */
  N_FORMS,
};

struct _WallBadge {
  GtkWidget parent_instance;

  char             *texts[N_FORMS];
  guint             form;       /* which of them is drawn */
  const char       *css_class;  /* static */
  const char       *icon_name;  /* static */
  GdkPaintable     *icon;       /* looked up when first drawn */
  PangoLayout      *layout;
};

G_DEFINE_FINAL_TYPE (WallBadge, wall_badge, GTK_TYPE_WIDGET)

static const char *
live_icon_name (const WallCameraStatus *status)
{
  if (status->notices & WALL_NOTICE_DAMAGED)
    return "wall-damaged-symbolic";
  if (status->notices & WALL_NOTICE_UNCHANGED)
    return "wall-unchanged-symbolic";
  if (!status->is_shown)
    return "wall-receiving-symbolic";
  if (status->notices & WALL_NOTICE_REDUCED)
    return "wall-reduced-symbolic";

  return "wall-live-symbolic";
}

/**
 * wall_badge_icon_name:
 * @status: a camera's status
 *
 * Returns: (transfer none): the symbol for it, which comes with the program
 */
const char *
wall_badge_icon_name (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_QUEUED:
    return "wall-queued-symbolic";
  case WALL_LINK_CONNECTING:
  case WALL_LINK_SIGNING_IN:
  case WALL_LINK_WAITING_PICTURE:
    return "wall-busy-symbolic";
  case WALL_LINK_LIVE:
    return live_icon_name (status);
  case WALL_LINK_LATE:
    return "wall-late-symbolic";
  case WALL_LINK_STALLED:
    return "wall-stalled-symbolic";
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
    return "wall-offline-symbolic";
  case WALL_LINK_NEEDS_ATTENTION:
    return status->reason == WALL_REASON_LOCKED_OUT ? "wall-locked-symbolic"
                                                    : "wall-attention-symbolic";
  case WALL_LINK_IDLE:
  case WALL_LINK_OFF:
    break;
  }

  return "wall-off-symbolic";
}

static const char *
live_css_class (const WallCameraStatus *status)
{
  if (status->notices & (WALL_NOTICE_DAMAGED | WALL_NOTICE_UNCHANGED))
    return "notice";
  if (!status->is_shown)
    return "receiving";
  if (status->notices & WALL_NOTICE_REDUCED)
    return "notice";

  return "live";
}

/**
 * wall_badge_css_class:
 * @status: a camera's status
 *
 * Returns: (transfer none): the style class that colours it
 */
const char *
wall_badge_css_class (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_QUEUED:
  case WALL_LINK_CONNECTING:
  case WALL_LINK_SIGNING_IN:
  case WALL_LINK_WAITING_PICTURE:
    return "busy";
  case WALL_LINK_LIVE:
    return live_css_class (status);
  case WALL_LINK_LATE:
    return "late";
  case WALL_LINK_STALLED:
    return "stalled";
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
    return "offline";
  case WALL_LINK_NEEDS_ATTENTION:
    return "attention";
  case WALL_LINK_IDLE:
  case WALL_LINK_OFF:
    break;
  }

  return "off";
}

/**
 * wall_text_scale:
 * @widget: a widget
 *
 * Returns: how many times larger than usual its text is, at least 1.0
 */
double
wall_text_scale (GtkWidget *widget)
{
  const PangoFontDescription *font =
    pango_context_get_font_description (gtk_widget_get_pango_context (widget));

  if (font == NULL || !pango_font_description_get_size_is_absolute (font))
    return 1.0;

  return MAX (1.0, pango_font_description_get_size (font) / USUAL_EM / PANGO_SCALE);
}

/* As large as the words beside it. */
static int
get_icon_size (WallBadge *self)
{
  return (int) (ICON_SIZE * wall_text_scale (GTK_WIDGET (self)));
}

static PangoLayout *
ensure_layout (WallBadge *self)
{
  if (self->layout == NULL) {
    self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->texts[self->form]);
    pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  }

  return self->layout;
}

static void
ensure_icon (WallBadge *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  if (self->icon || self->icon_name == NULL)
    return;

  self->icon = GDK_PAINTABLE (
    gtk_icon_theme_lookup_icon (theme, self->icon_name, NULL, get_icon_size (self),
                                gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                GTK_TEXT_DIR_NONE, 0));
}

static void
snapshot_icon (WallBadge     *self,
               GtkSnapshot   *snapshot,
               float          x,
               float          y,
               int            size,
               const GdkRGBA *color)
{
  ensure_icon (self);
  if (self->icon == NULL)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->icon), snapshot,
                                            size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot)
{
  WallBadge *self = WALL_BADGE (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int icon = get_icon_size (self);
  int text_width = MAX (0, width - 2 * PADDING - icon - SPACING);
  PangoLayout *layout = ensure_layout (self);
  int text_height;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  snapshot_icon (self, snapshot, is_rtl ? width - PADDING - icon : PADDING, (height - icon) / 2, icon,
                 &color);

  pango_layout_set_width (layout, text_width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (is_rtl ? PADDING : PADDING + icon + SPACING,
                                                (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* Any width will do, and it is the strip that asks for the wanted one: words that change must not
 * reach beyond it. */
static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = 0;
    return;
  }

  pango_layout_get_pixel_size (ensure_layout (WALL_BADGE (widget)), NULL, &height);
  *minimum = *natural = MAX (height, get_icon_size (WALL_BADGE (widget))) + 2;
}

static void
css_changed (GtkWidget         *widget,
             GtkCssStyleChange *change)
{
  WallBadge *self = WALL_BADGE (widget);

  GTK_WIDGET_CLASS (wall_badge_parent_class)->css_changed (widget, change);
  g_clear_object (&self->layout);
  g_clear_object (&self->icon);
  gtk_widget_queue_draw (widget);
}

static void
on_scale_factor_changed (WallBadge *self)
{
  g_clear_object (&self->icon);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
finalize (GObject *object)
{
  WallBadge *self = WALL_BADGE (object);

  for (guint i = 0; i < N_FORMS; i++)
    g_free (self->texts[i]);
  g_clear_object (&self->icon);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (wall_badge_parent_class)->finalize (object);
}

static void
wall_badge_class_init (WallBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->css_changed = css_changed;

  gtk_widget_class_set_css_name (widget_class, "wallbadge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
wall_badge_init (WallBadge *self)
{
  for (guint i = 0; i < N_FORMS; i++)
    self->texts[i] = g_strdup ("");
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (on_scale_factor_changed), NULL);
}

/**
 * wall_badge_new:
 *
 * Returns: (transfer floating): a badge that says nothing yet
 */
GtkWidget *
wall_badge_new (void)
{
  return g_object_new (WALL_TYPE_BADGE, NULL);
}

static void
set_look (WallBadge  *self,
          const char *css_class,
          const char *icon_name)
{
  if (g_strcmp0 (self->css_class, css_class) != 0) {
    if (self->css_class)
      gtk_widget_remove_css_class (GTK_WIDGET (self), self->css_class);
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
    self->css_class = css_class;
  }

  if (g_strcmp0 (self->icon_name, icon_name) != 0) {
    self->icon_name = icon_name;
    g_clear_object (&self->icon);
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
}

/* The width a form needs; what is drawn stays in the layout. */
static int
measure_form (WallBadge *self,
              guint      form)
{
  PangoLayout *layout = ensure_layout (self);
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_set_text (layout, self->texts[form], -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  pango_layout_set_text (layout, self->texts[self->form], -1);

  return width + 2 * PADDING + get_icon_size (self) + (*self->texts[form] ? SPACING : 0);
}

static void
set_text (WallBadge *self,
          guint      form,
          char      *text,
          gboolean  *inout_has_changed)
{
  int old_width = measure_form (self, form);

  g_free (self->texts[form]);
  self->texts[form] = text;
  *inout_has_changed |= measure_form (self, form) != old_width;
}

/**
 * wall_badge_set_status:
 * @self: a badge
 * @status: what it shall say
 *
 * Nothing is drawn anew unless the words, the symbol or the colour differ.
 *
 * Returns: whether the wanted width has changed
 */
gboolean
wall_badge_set_status (WallBadge              *self,
                       const WallCameraStatus *status)
{
  g_autofree char *text = NULL;
  gboolean has_changed = FALSE;

  g_return_val_if_fail (WALL_IS_BADGE (self), FALSE);

  set_look (self, wall_badge_css_class (status), wall_badge_icon_name (status));

  text = wall_badge_text (status);
  if (strcmp (text, self->texts[WORDS]) == 0)
    return FALSE;

  set_text (self, WORDS, g_steal_pointer (&text), &has_changed);
  set_text (self, SHORT_WORDS, wall_badge_short_text (status), &has_changed);
  set_text (self, FIGURE, wall_badge_figure_text (status), &has_changed);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return has_changed;
}

/**
 * wall_badge_get_text:
 * @self: a badge
 *
 * Returns: (transfer none): the words on it
 */
const char *
wall_badge_get_text (WallBadge *self)
{
  g_return_val_if_fail (WALL_IS_BADGE (self), NULL);

  return self->texts[WORDS];
}

/**
 * wall_badge_get_drawn_text:
 * @self: a badge
 *
 * Returns: (transfer none): what is drawn of the words since wall_badge_fit(); empty: the symbol alone
 */
const char *
wall_badge_get_drawn_text (WallBadge *self)
{
  g_return_val_if_fail (WALL_IS_BADGE (self), NULL);

  return self->texts[self->form];
}

/**
 * wall_badge_fit:
 * @self: a badge
 * @preferred: logical pixels that it may take for all of its words
 * @available: logical pixels that it may take for fewer of them
 *
 * Chooses the words for the room there is, so that none is cut: fewer where all have no room, then a
 * figure beside the symbol, then the symbol alone.
 *
 * Returns: the width it needs, at most @available; 0: there is not even room for the symbol
 */
int
wall_badge_fit (WallBadge *self,
                int        preferred,
                int        available)
{
  int width;

  g_return_val_if_fail (WALL_IS_BADGE (self), 0);

  self->form = WORDS;
  width = measure_form (self, WORDS);
  for (guint form = SHORT_WORDS; form <= SYMBOL && width > preferred; form++) {
    self->form = form;
    width = measure_form (self, form);
    preferred = available;
  }
  pango_layout_set_text (ensure_layout (self), self->texts[self->form], -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return width <= available ? width : 0;
}
