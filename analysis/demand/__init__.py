"""What people ask for, whoever words it how: wishes and bugs in groups, ranked by how many people stand behind them."""
