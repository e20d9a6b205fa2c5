//! The stories of the product, told by its people over HTTP and mail alone, on both databases.

mod between_cases;
mod office;
mod routing;
mod the_counter_opens;
mod the_rules_change;
mod who_hears;
