/* bench-wall.c
 *
 * What a wall costs beside what its decoders cost. One run measures one of both: decoding alone
 * (--floor), or the whole way to the screen. build-aux/bench runs them in turn and compares.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gtk/gtk.h>

#include <sys/resource.h>

#include "bench-feed.h"
#include "bench-machine.h"
#include "wall-paintable.h"
#include "wall-renderer.h"
#include "wall-texture-path.h"
#include "wall-video-sink.h"
#include "wall-wakeup.h"

#define MAX_TILES 64

typedef struct {
  double  program_s;
  double  server_s;
  guint64 decoded, skipped, painted, paints, wakeups;
} Numbers;

static int n_tiles = 16;
static int seconds = 20;
static int warm_up = 3;
static int server_pid;
static int width = 1920, height = 1080;
static gboolean is_floor, is_single, has_background;
static char *clip_path;

static const GOptionEntry entries[] = {
  { "floor", 0, 0, G_OPTION_ARG_NONE, &is_floor, "Decode only", NULL },
  { "single-widget", 0, 0, G_OPTION_ARG_NONE, &is_single, "One widget paints all tiles", NULL },
  { "background", 0, 0, G_OPTION_ARG_NONE, &has_background, "Leave the window its background",
    NULL },
  { "clip", 0, 0, G_OPTION_ARG_FILENAME, &clip_path, "Bare H.264", "FILE" },
  { "tiles", 0, 0, G_OPTION_ARG_INT, &n_tiles, "How many", "N" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Of the window", "PIXELS" },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "To measure", "S" },
  { "warm-up", 0, 0, G_OPTION_ARG_INT, &warm_up, "Before", "S" },
  { NULL },
};

static WallVideoSink *sinks[MAX_TILES];
static WallPaintable *paintables[MAX_TILES];
static GstPad *floor_pads[MAX_TILES];
static BenchFeed *feeds[MAX_TILES];
static guint64 n_painted, n_paints, floor_decoded;
static guint64 painted_serials[MAX_TILES];

/* A tile, or with --single-widget all of them. */

#define BENCH_TYPE_TILE (bench_tile_get_type ())
G_DECLARE_FINAL_TYPE (BenchTile, bench_tile, BENCH, TILE, GtkWidget)

struct _BenchTile {
  GtkWidget parent_instance;
  int       first, columns, rows;
};

G_DEFINE_FINAL_TYPE (BenchTile, bench_tile, GTK_TYPE_WIDGET)

static void
bench_tile_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  BenchTile *self = BENCH_TILE (widget);
  int w = gtk_widget_get_width (widget) / self->columns;
  int h = gtk_widget_get_height (widget) / self->rows;

  for (int i = 0; i < self->columns * self->rows && self->first + i < n_tiles; i++) {
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot,
                            &GRAPHENE_POINT_INIT (i % self->columns * w, i / self->columns * h));
    gdk_paintable_snapshot (GDK_PAINTABLE (paintables[self->first + i]), snapshot, w, h);
    gtk_snapshot_restore (snapshot);
  }
}

static void
bench_tile_size_allocate (GtkWidget *widget,
                          int        w,
                          int        h,
                          int        baseline)
{
  BenchTile *self = BENCH_TILE (widget);

  for (int i = 0; i < self->columns * self->rows && self->first + i < n_tiles; i++)
    wall_video_sink_set_target_size (sinks[self->first + i], w / self->columns, h / self->rows);
}

static void
bench_tile_class_init (BenchTileClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = bench_tile_snapshot;
  GTK_WIDGET_CLASS (class)->size_allocate = bench_tile_size_allocate;
}

static void
bench_tile_init (BenchTile *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

static GtkWidget *
bench_tile_new (int first,
                int columns,
                int rows)
{
  BenchTile *self = g_object_new (BENCH_TYPE_TILE, NULL);

  self->first = first;
  self->columns = columns;
  self->rows = rows;
  for (int i = 0; i < columns * rows && first + i < n_tiles; i++)
    g_signal_connect_object (paintables[first + i], "invalidate-contents",
                             G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

static void
on_picture (WallVideoSink *sink,
            gpointer       user_data)
{
  g_autoptr (WallPicture) picture = wall_video_sink_take_picture (sink);

  if (picture)
    wall_paintable_set_picture (user_data, picture);
}

static void
on_after_paint (GdkFrameClock *clock,
                gpointer       user_data)
{
  n_paints++;
  for (int i = 0; i < n_tiles; i++) {
    g_autoptr (WallPicture) picture = wall_paintable_take_painted (paintables[i]);

    if (picture && wall_picture_get_serial (picture) > painted_serials[i]) {
      painted_serials[i] = wall_picture_get_serial (picture);
      n_painted++;
    }
  }
}

static double
program_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static Numbers
read_numbers (void)
{
  Numbers numbers = { program_seconds (), bench_machine_get_seconds (server_pid) };

  for (int i = 0; i < n_tiles && !is_floor; i++) {
    WallVideoSinkStats stats;

    wall_video_sink_get_stats (sinks[i], &stats);
    numbers.decoded += stats.decoded;
    numbers.skipped += stats.skipped;
  }
  if (is_floor)
    numbers.decoded = __atomic_load_n (&floor_decoded, __ATOMIC_RELAXED);
  numbers.painted = n_painted;
  numbers.paints = n_paints;
  numbers.wakeups = wall_wakeup_get_count ();

  return numbers;
}

static GstPadProbeReturn
count_frame (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         user_data)
{
  __atomic_fetch_add (&floor_decoded, 1, __ATOMIC_RELAXED);

  return GST_PAD_PROBE_OK;
}

static GstElement *
make_floor_sink (int index)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);

  g_object_set (sink, "sync", FALSE, NULL);
  floor_pads[index] = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (floor_pads[index], GST_PAD_PROBE_TYPE_BUFFER, count_frame, NULL, NULL);

  return sink;
}

static void
make_tiles (void)
{
  for (int i = 0; i < n_tiles; i++) {
    sinks[i] = g_object_ref_sink (wall_video_sink_new ());
    paintables[i] = wall_paintable_new ();
    wall_video_sink_set_func (sinks[i], on_picture, paintables[i]);
  }
}

static int
columns_for (int n)
{
  int columns = 1;

  while (columns * columns < n)
    columns++;

  return columns;
}

static GtkWidget *
make_content (void)
{
  int columns = columns_for (n_tiles), rows = (n_tiles + columns - 1) / columns;
  GtkWidget *grid;

  if (is_single)
    return bench_tile_new (0, columns, rows);

  grid = gtk_grid_new ();
  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < n_tiles; i++)
    gtk_grid_attach (GTK_GRID (grid), bench_tile_new (i, 1, 1), i % columns, i / columns, 1, 1);

  return grid;
}

static void
open_window (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "window { background: none; }", -1);
  if (!has_background)
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), make_content ());
  gtk_window_present (GTK_WINDOW (window));

  wall_texture_path_set_renderer (
    G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (window))));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    NULL);
}

static gboolean
on_time (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;

  return G_SOURCE_REMOVE;
}

static void
run_for (int s)
{
  gboolean is_over = FALSE;

  g_timeout_add (s * 1000, on_time, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
print_numbers (const Numbers *before,
               const Numbers *after)
{
  g_print ("program %.2f server %.2f decoded %" G_GUINT64_FORMAT " painted %" G_GUINT64_FORMAT
           " skipped %" G_GUINT64_FORMAT " paints %" G_GUINT64_FORMAT " wakeups %" G_GUINT64_FORMAT
           " path %s\n",
           after->program_s - before->program_s, after->server_s - before->server_s,
           after->decoded - before->decoded, after->painted - before->painted,
           after->skipped - before->skipped, after->paints - before->paints,
           after->wakeups - before->wakeups, is_floor ? "none" : wall_texture_path_get_name ());
}

static void
measure (BenchClip *clip)
{
  Numbers before, after;

  for (int i = 0; i < n_tiles; i++)
    feeds[i]
      = bench_feed_start (clip, is_floor ? make_floor_sink (i) : GST_ELEMENT (sinks[i]), i * 7919);
  run_for (warm_up);
  before = read_numbers ();
  run_for (seconds);
  after = read_numbers ();
  print_numbers (&before, &after);

  for (int i = 0; i < n_tiles; i++) {
    bench_feed_stop (feeds[i]);
    g_clear_object (&floor_pads[i]);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("– what a wall costs");
  g_autoptr (GError) error = NULL;
  BenchClip *clip;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (!clip_path || n_tiles < 1 || n_tiles > MAX_TILES) {
    g_printerr ("--clip is needed, and 1 to %d tiles\n", MAX_TILES);
    return 2;
  }

  clip = bench_clip_load (clip_path, &error);
  if (!clip) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  if (!is_floor) {
    wall_renderer_choose ();
    gtk_init ();
    server_pid = bench_machine_find_server ();
    make_tiles ();
    open_window ();
  }
  measure (clip);
  bench_clip_free (clip);

  return 0;
}
