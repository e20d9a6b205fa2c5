//! The stories of the product, told by its people over HTTP and mail alone, on both databases.

mod the_counter_opens;
