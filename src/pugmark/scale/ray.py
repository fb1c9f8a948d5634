"""Screening on Ray: Ray Data's ``map_batches`` over Arrow tables."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from pugmark.scale.errors import EngineFailed, EngineMissing, reason
from pugmark.scale.windows import by_window
from pugmark.scale.worker import Recipe, Screens, recipe_of, screen_batch

if TYPE_CHECKING:
    from ray.data import Dataset

TABLES: Final = 4
"""Tables a worker in one window: a worker that is done early finds another one."""


def screened(listings: Dataset, screen: Screens | Recipe, *, workers: int | None = None) -> Dataset:
    """A dataset of findings for a dataset of listings, wherever it comes from and goes to.

    ``listings`` has ``listing_id``, a column of text and any others of LISTING. ``workers`` is
    how many tasks run at once; as many as there are cores if None. Every worker process makes
    its screen once. The order is kept where the context of the dataset says ``preserve_order``.
    """
    from ray.data import TaskPoolStrategy

    recipe = screen if isinstance(screen, Recipe) else recipe_of(screen)
    return listings.map_batches(
        screen_batch,
        fn_args=(recipe,),
        batch_size=None,
        batch_format="pyarrow",
        zero_copy_batch=True,
        compute=TaskPoolStrategy(size=workers),
    )


def engine(screen: Screens, workers: int) -> Callable[[Iterator[pa.Table]], Iterator[pa.Table]]:
    """An engine that sends batches to Ray and gives findings back in order.

    It uses the cluster that ``RAY_ADDRESS`` names, or starts Ray on this machine with
    ``workers`` processes and stops it at the end. Raises EngineMissing where Ray is not
    installed, EngineFailed where it gives up.
    """
    ray = _ray()
    recipe = recipe_of(screen)

    def run(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        from ray.exceptions import RayError

        started = _connect(ray, workers)

        def window(filled: list[pa.Table]) -> Iterator[pa.Table]:
            listings = ray.data.from_arrow(filled)
            listings.context.execution_options.preserve_order = True
            listings.context.enable_progress_bars = False
            found = screened(listings, recipe, workers=workers)
            yield from found.iter_batches(batch_size=None, batch_format="pyarrow")

        try:
            yield from by_window(tables, TABLES * workers, window)
        except RayError as error:
            raise EngineFailed(f"Ray could not screen a batch: {reason(str(error))}") from error
        finally:
            if started:
                ray.shutdown()

    return run


def _ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise EngineMissing(
            f"Ray is not installed ({error}): pip install 'pugmark[ray]'"
        ) from error
    return ray


def _connect(ray: Any, workers: int) -> bool:
    """Whether Ray was started here, so that it must be stopped here."""
    if ray.is_initialized():
        return False
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    quiet = {"logging_level": logging.WARNING, "log_to_driver": False}
    try:
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        raise EngineFailed(f"Ray did not start: {error}") from error
    return True
