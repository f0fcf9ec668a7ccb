//! Operators between two values. Numbers compare across whole and fractional; nothing else is ever converted.

use super::budget::Budget;
use super::tree::Operator;
use super::trouble::Wrong;
use super::value::Val;

/// The value of `left operator right`.
pub(super) fn operated<'a>(
    operator: Operator,
    left: &Val<'a>,
    right: &Val<'a>,
    budget: &mut Budget,
) -> Result<Val<'a>, Wrong> {
    let refuse = || Wrong::operation(operator.sign(), &[left, right]);
    let ordered = |good: fn(std::cmp::Ordering) -> bool| match left.compare(right) {
        Some(order) => Ok(Val::Bool(good(order))),
        // Not a number is neither less nor more than anything.
        None if matches!((left, right), (Val::Int(_) | Val::Double(_), Val::Int(_) | Val::Double(_))) => {
            Ok(Val::Bool(false))
        }
        None => Err(refuse()),
    };
    match operator {
        Operator::Equal => Ok(Val::Bool(left.same(right, budget))),
        Operator::NotEqual => Ok(Val::Bool(!left.same(right, budget))),
        Operator::Less => ordered(std::cmp::Ordering::is_lt),
        Operator::LessOrEqual => ordered(std::cmp::Ordering::is_le),
        Operator::Greater => ordered(std::cmp::Ordering::is_gt),
        Operator::GreaterOrEqual => ordered(std::cmp::Ordering::is_ge),
        Operator::In => match right {
            Val::List(list) => Ok(Val::Bool(list.items().any(|it| it.same(left, budget)))),
            // Lists, maps and null are never keys: asking for one is a slip, not a no.
            Val::Map(_) if matches!(left, Val::List(_) | Val::Map(_) | Val::Null) => Err(refuse()),
            Val::Map(map) => Ok(Val::Bool(map.get(left, budget).is_some())),
            Val::Null | Val::Bool(_) | Val::Int(_) | Val::Double(_) | Val::Text(_) => Err(refuse()),
        },
        Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
            match (left, right) {
                (Val::Int(left), Val::Int(right)) => whole(operator, *left, *right),
                (Val::Double(left), Val::Double(right)) => fractional(operator, *left, *right).ok_or_else(refuse),
                (Val::Text(one), Val::Text(two)) if operator == Operator::Add => {
                    let joined = [one.as_str(), two.as_str()].concat();
                    // What grows is paid for, or a doubling chain would fill the memory.
                    budget.spend(joined.len() / 8);
                    Ok(Val::text(joined))
                }
                (Val::List(one), Val::List(two)) if operator == Operator::Add => {
                    budget.spend(one.len() + two.len());
                    Ok(Val::list(one.items().chain(two.items()).collect()))
                }
                _ => Err(refuse()),
            }
        }
    }
}

fn whole<'a>(operator: Operator, left: i64, right: i64) -> Result<Val<'a>, Wrong> {
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide | Operator::Remainder if right == 0 => return Err(Wrong::DivisionByZero),
        Operator::Divide => left.checked_div(right),
        Operator::Remainder => left.checked_rem(right),
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual
        | Operator::In => None,
    };
    result.map(Val::Int).ok_or(Wrong::Overflow)
}

fn fractional<'a>(operator: Operator, left: f64, right: f64) -> Option<Val<'a>> {
    match operator {
        Operator::Add => Some(left + right),
        Operator::Subtract => Some(left - right),
        Operator::Multiply => Some(left * right),
        Operator::Divide => Some(left / right),
        Operator::Remainder
        | Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual
        | Operator::In => None,
    }
    .map(Val::Double)
}
