//! The stories of the product, told by its people over HTTP and mail alone, on both databases.

mod a_publisher_goes_live;
mod between_cases;
mod office;
mod one_fault_three_partners;
mod routing;
mod targets_move;
mod the_chain_climbs;
mod the_counter_opens;
mod the_rules_change;
mod two_reviewers;
mod who_hears;
