-- What one author adds to the variance of net sentiment: balance is their positive minus negative posts, scored their scored posts,
-- level the balance of all posts over all, posts how many all are. As in analysis/estimates/ratio.py, with its LOUD.
create or replace macro net_pull(balance, scored, level, posts) as
pow((balance - level * scored) / posts, 2)
* greatest(1 / greatest(1 - scored / posts, 1e-9), pow(0.65 / greatest(1 - scored / posts, 1e-9), 2));
